/** Puts a program onto an Uno through its bootloader: reset, write, read back, restart, and the board's own word. */
import { AppError } from '../../shared/contract/errors.ts'
import type { FlashStep } from '../../shared/contract/operations/deployment.ts'
import type { BoardHello } from '../../shared/wire/board-fields.ts'
import { createBoardLink } from '../devices/board-link.ts'
import type { BoardPort } from '../devices/board-port.ts'
import { flashStk500 } from './stk500.ts'

export interface UnoFlashRequest {
  openPort(): Promise<BoardPort>
  program: Uint8Array
  onStep(step: FlashStep): void
  signal: AbortSignal
}

type StepName = FlashStep['step']

/** Told one after another: each step ends when the next one begins. */
function createStepper(onStep: (step: FlashStep) => void) {
  let current: { step: StepName; startedMs: number } | null = null
  function end(state: 'done' | 'failed'): void {
    if (current) onStep({ step: current.step, state, ms: performance.now() - current.startedMs })
    current = null
  }
  return {
    at(step: StepName, bytes?: number): void {
      if (current?.step !== step) {
        end('done')
        current = { step, startedMs: performance.now() }
      }
      onStep({ step, state: 'running', ...(bytes === undefined ? {} : { bytes }) })
    },
    end,
  }
}

/** The board's description after the flash. Every failure leaves a board whose bootloader takes the next try. */
export async function flashUno({ openPort, program, onStep, signal }: UnoFlashRequest): Promise<BoardHello> {
  const steps = createStepper(onStep)
  let port: BoardPort | null = null
  try {
    steps.at('find')
    port = await openPort()
    steps.at('prepare')
    await flashStk500(port, program, { signal, onProgress: (step, done) => steps.at(step, done) })
    steps.at('ask')
    const hello = await askBoard(port)
    steps.end('done')
    return hello
  } catch (error) {
    steps.end('failed')
    throw error
  } finally {
    await port?.close()
  }
}

/** The bootloader starts the program by its watchdog: what is asked before that is not heard. */
const START_MS = 100
const ASK_TRIES = 3

async function askBoard(port: BoardPort): Promise<BoardHello> {
  const link = createBoardLink(port)
  try {
    for (let attempt = 1; ; attempt++) {
      await new Promise((resolve) => setTimeout(resolve, START_MS))
      try {
        return await link.hello()
      } catch (error) {
        const isSilent = error instanceof AppError && error.code === 'device/no-answer'
        if (!isSilent) throw error
        if (attempt === ASK_TRIES) {
          throw new AppError('flash/not-verified', {
            message: 'The board does not answer after flashing.',
            cause: error,
          })
        }
      }
    }
  } finally {
    link.close()
  }
}
