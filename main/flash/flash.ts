/** Puts an image onto an RP2040 board: into the bootloader, copy, restart, and the board's own word that it is the right one. */
import { AppError } from '../../shared/contract/errors.ts'
import type { FlashStep } from '../../shared/contract/operations/deployment.ts'
import type { BoardHello } from '../../shared/wire/board-fields.ts'
import { createBoardLink } from '../devices/board-link.ts'
import type { BoardPort } from '../devices/board-port.ts'
import type { FlashTarget, FlashVolume } from './flash-target.ts'

export interface ExpectedModel {
  /** Lower-case hex SHA-256 of the model pack's payload. */
  hash: string
  bytes: number
  /** CRC-32 of the pack's bytes. */
  crc32: number
}

export interface FlashRequest {
  target: FlashTarget
  /** A UF2 file. */
  image: Uint8Array
  /** What the board must answer afterwards; null for firmware without a model. */
  expected: ExpectedModel | null
  onStep(step: FlashStep): void
  signal: AbortSignal
}

type StepName = FlashStep['step']

const TOUCH_BAUD = 1200
const VOLUME_TIMEOUT_MS = 10_000
const RESTART_TIMEOUT_MS = 15_000
const POLL_MS = 100

/** The board's description after the flash. Every failure leaves a board that can be flashed again. */
export async function flash(request: FlashRequest): Promise<BoardHello> {
  const { target, image, onStep, signal } = request
  const run = <T>(step: StepName, work: () => Promise<T>): Promise<T> => runStep(request, step, work)
  const found = await run('find', async () => (await target.findVolume()) ?? (await target.openPort()))
  const volume = await run('prepare', () =>
    isVolume(found) ? Promise.resolve(found) : becomeVolume(target, found, signal),
  )
  await run('write', () =>
    volume.write(image, { signal, onBytes: (bytes) => onStep({ step: 'write', state: 'running', bytes }) }),
  )
  // From here on the board restarts by itself: cancelling could only leave its answer unheard.
  await run('verify', () => waitUntilGone(target))
  const port = await run('restart', () => waitForPort(target))
  return run('ask', () => askBoard(port, request.expected))
}

function isVolume(found: FlashVolume | BoardPort): found is FlashVolume {
  return 'name' in found
}

async function runStep<T>(request: FlashRequest, step: StepName, work: () => Promise<T>): Promise<T> {
  const started = performance.now()
  request.onStep({ step, state: 'running' })
  try {
    const cancellable = step === 'find' || step === 'prepare' || step === 'write'
    if (cancellable && request.signal.aborted) throw new AppError('app/cancelled')
    const result = await work()
    request.onStep({ step, state: 'done', ms: performance.now() - started })
    return result
  } catch (error) {
    request.onStep({ step, state: 'failed', ms: performance.now() - started })
    throw error
  }
}

/** By the protocol where the board speaks it, else by opening and closing the port at 1200 baud. */
async function becomeVolume(target: FlashTarget, port: BoardPort, signal: AbortSignal): Promise<FlashVolume> {
  const link = createBoardLink(port)
  try {
    await link.order({ kind: 'bootloader' })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    await touch(port)
  } finally {
    link.close()
    await port.close()
  }
  const volume = await poll(() => target.findVolume(), VOLUME_TIMEOUT_MS, signal)
  if (!volume) throw new AppError('flash/no-volume')
  return volume
}

async function touch(port: BoardPort): Promise<void> {
  await port.setBaudRate(TOUCH_BAUD)
  await port.setSignals({ dtr: false })
}

async function waitUntilGone(target: FlashTarget): Promise<void> {
  const gone = await poll(async () => ((await target.findVolume()) ? null : true), RESTART_TIMEOUT_MS)
  if (!gone) {
    throw new AppError('flash/not-verified', { message: 'The board did not take the whole image: it did not restart.' })
  }
}

async function waitForPort(target: FlashTarget): Promise<BoardPort> {
  const port = await poll(async () => {
    try {
      return await target.openPort()
    } catch (error) {
      // Not enumerated yet; asked again until the time is up.
      if (error instanceof AppError && error.code.startsWith('device/')) return null
      throw error
    }
  }, RESTART_TIMEOUT_MS)
  if (!port) throw new AppError('flash/not-verified', { message: 'The board did not come back after flashing.' })
  return port
}

async function askBoard(port: BoardPort, expected: ExpectedModel | null): Promise<BoardHello> {
  const link = createBoardLink(port)
  try {
    const hello = await link.hello()
    if (!expected) return hello
    const model = await link.modelInfo()
    const same =
      model?.state === 'good' &&
      hello.modelHash === expected.hash &&
      model.hash === expected.hash &&
      model.bytes === expected.bytes &&
      model.crc32 === expected.crc32
    if (!same) {
      throw new AppError('flash/not-verified', {
        data: { expectedHash: expected.hash, boardHash: model?.hash ?? null, boardCrc32: model?.crc32 ?? null },
      })
    }
    return hello
  } finally {
    link.close()
    await port.close()
  }
}

/** Asks again and again until there is an answer; null when the time is up. */
async function poll<T>(ask: () => Promise<T | null>, timeoutMs: number, signal?: AbortSignal): Promise<T | null> {
  const end = performance.now() + timeoutMs
  for (;;) {
    if (signal?.aborted) throw new AppError('app/cancelled')
    const answer = await ask()
    if (answer !== null || performance.now() > end) return answer
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
}
