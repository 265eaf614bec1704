/** STK500 version 1, as Arduino boards with an ATmega328P take programs: what to send, and what must come back. */
import { AppError } from '../../shared/contract/errors.ts'
import type { BoardPort } from '../devices/board-port.ts'

const END = 0x20
const IN_SYNC = 0x14
const OK = 0x10
const PAGE_BYTES = 128
const FLASH_MEMORY = 0x46
const SIGNATURE = [0x1e, 0x95, 0x0f]

const GET_SYNC = 0x30
const ENTER = 0x50
const LEAVE = 0x51
const LOAD_ADDRESS = 0x55
const WRITE_PAGE = 0x64
const READ_PAGE = 0x74
const READ_SIGNATURE = 0x75

/** One request; the answer is `replyBytes` bytes between the two marks. */
interface Exchange {
  step: 'prepare' | 'write' | 'verify' | 'restart'
  /** Bytes of the program that are done. */
  done: number
  send: Uint8Array
  replyBytes: number
}

/** All of the dialogue after the first answer, without a port and without time. */
export function* stk500Dialogue(image: Uint8Array): Generator<Exchange, void, Uint8Array> {
  const exchange = (step: Exchange['step'], done: number, request: number[], replyBytes = 0): Exchange => {
    return { step, done, send: Uint8Array.of(...request, END), replyBytes }
  }
  const signature = yield exchange('prepare', 0, [READ_SIGNATURE], SIGNATURE.length)
  if (SIGNATURE.some((byte, index) => byte !== signature[index])) {
    throw new AppError('flash/wrong-board', {
      message: `This board's chip is ${hex(signature)}; the program is for an ATmega328P (${hex(SIGNATURE)}).`,
    })
  }
  yield exchange('prepare', 0, [ENTER])
  for (let at = 0; at < image.length; at += PAGE_BYTES) {
    const page = image.subarray(at, at + PAGE_BYTES)
    yield exchange('write', at, [LOAD_ADDRESS, (at >> 1) & 0xff, at >> 9])
    yield exchange('write', at + page.length, [WRITE_PAGE, page.length >> 8, page.length & 0xff, FLASH_MEMORY, ...page])
  }
  for (let at = 0; at < image.length; at += PAGE_BYTES) {
    const page = image.subarray(at, at + PAGE_BYTES)
    yield exchange('verify', at, [LOAD_ADDRESS, (at >> 1) & 0xff, at >> 9])
    const read = [READ_PAGE, page.length >> 8, page.length & 0xff, FLASH_MEMORY]
    const back = yield exchange('verify', at + page.length, read, page.length)
    const wrong = page.findIndex((byte, index) => byte !== back[index])
    if (wrong >= 0) {
      throw new AppError('flash/not-verified', {
        message: `The board's memory differs from the program at byte ${at + wrong}.`,
      })
    }
  }
  yield exchange('restart', image.length, [LEAVE])
}

const hex = (bytes: Iterable<number>): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ')

export interface ReplyReader {
  /** The bytes between the marks, once all have come. Throws where the last mark is another. */
  push(bytes: Uint8Array): Uint8Array | null
}

/** Skips everything before the first mark: what the old program still sends, and late answers to the first question. */
export function createReplyReader(replyBytes: number): ReplyReader {
  let reply: number[] | null = null
  return {
    push(bytes) {
      for (const byte of bytes) {
        if (reply === null) {
          if (byte === IN_SYNC) reply = []
        } else if (reply.length < replyBytes) reply.push(byte)
        else if (byte === OK) return Uint8Array.from(reply)
        else if (byte === IN_SYNC && replyBytes === 0) continue
        else
          throw new AppError('flash/not-verified', { message: `The bootloader refused with 0x${byte.toString(16)}.` })
      }
      return null
    },
  }
}

const RESET_MS = 50
const SYNC_TRIES = 10
const SYNC_TIMEOUT_MS = 300
const REPLY_TIMEOUT_MS = 1000
const QUIET_MS = 30

export interface Stk500Options {
  signal: AbortSignal
  onProgress(step: Exchange['step'], done: number): void
}

/** Resets the board by DTR, writes the program, reads it back and starts it. */
export async function flashStk500(port: BoardPort, image: Uint8Array, options: Stk500Options): Promise<void> {
  await port.setSignals({ dtr: false, rts: false })
  await new Promise((resolve) => setTimeout(resolve, RESET_MS))
  await port.setSignals({ dtr: true, rts: true })
  await synchronise(port, options.signal)
  const dialogue = stk500Dialogue(image)
  for (let next = dialogue.next(new Uint8Array(0)); !next.done;) {
    if (options.signal.aborted) throw new AppError('app/cancelled')
    const { step, done, send, replyBytes } = next.value
    const reply = await ask(port, send, replyBytes, REPLY_TIMEOUT_MS)
    options.onProgress(step, done)
    next = dialogue.next(reply)
  }
}

async function synchronise(port: BoardPort, signal: AbortSignal): Promise<void> {
  for (let attempt = 0; attempt < SYNC_TRIES; attempt++) {
    if (signal.aborted) throw new AppError('app/cancelled')
    try {
      await ask(port, Uint8Array.of(GET_SYNC, END), 0, SYNC_TIMEOUT_MS)
      return await untilQuiet(port)
    } catch (error) {
      // No answer yet, or a late byte of the old program: asked again.
      if (!(error instanceof AppError) || error.code === 'device/unplugged') throw error
    }
  }
  throw new AppError('device/no-answer', {
    message: 'The bootloader does not answer.',
    hint: 'Press the reset button of the board while it says "prepare", or choose the right board.',
  })
}

/** A slow board still answers the questions of the tries before: these answers belong to nothing that is asked later. */
function untilQuiet(port: BoardPort): Promise<void> {
  return new Promise((resolve) => {
    const over = (): void => {
      off()
      resolve()
    }
    let timer = setTimeout(over, QUIET_MS)
    const off = port.onData(() => {
      clearTimeout(timer)
      timer = setTimeout(over, QUIET_MS)
    })
  })
}

function ask(port: BoardPort, send: Uint8Array, replyBytes: number, timeoutMs: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const reader = createReplyReader(replyBytes)
    const timer = setTimeout(() => finish(() => reject(new AppError('device/no-answer'))), timeoutMs)
    const offData = port.onData((bytes) => {
      try {
        const reply = reader.push(bytes)
        if (reply) finish(() => resolve(reply))
      } catch (error) {
        finish(() => reject(error))
      }
    })
    const offClose = port.onClose(() => finish(() => reject(new AppError('device/unplugged'))))
    function finish(settle: () => void): void {
      clearTimeout(timer)
      offData()
      offClose()
      settle()
    }
    port.write(send).catch((error: unknown) => finish(() => reject(error)))
  })
}
