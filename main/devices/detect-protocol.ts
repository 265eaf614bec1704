/** Finds out what a board speaks by listening and asking; its name is never taken for an answer. */
import { AppError } from '../../shared/contract/errors.ts'
import { createForwarderParser, type ForwarderLine } from '../../shared/wire/data-forwarder.ts'
import { createSimpleStreamReader, type SimpleStreamHello } from '../../shared/wire/simple-streaming.ts'
import { detectAt } from './at-session.ts'
import { createBoardLink } from './board-link.ts'
import type { BoardPort } from './board-port.ts'
import type { BoardSession, SessionEvents } from './board-session.ts'
import { openForwarder } from './forwarder-session.ts'
import { openSimpleStreaming } from './simple-streaming-session.ts'
import { createWorkbenchSession } from './workbench-session.ts'

/** Boards that restart when their port is opened need up to two seconds before they hear anything. */
const HELLO_TRIES = 3
const LISTEN_MS = 1000
/** Lines of numbers that prove a stream of text. */
const LINES_FOR_PROOF = 5

interface Ear {
  lines(): ForwarderLine[]
  bytes(): Uint8Array
  description(): SimpleStreamHello | null
  /** Resolves when what came proves a stream that needs no asking. */
  proof: Promise<void>
  close(): void
}

/** Tries in order: our hello, a description of Simple Streaming, the AT prompt, lines of numbers. */
export async function detectProtocol(port: BoardPort, events: SessionEvents): Promise<BoardSession> {
  const ear = listen(port)
  let isLost = false
  const offClose = port.onClose(() => (isLost = true))
  try {
    const session = await ask(port, ear, events)
    if (!isLost) return session
    // What was heard before made sense, but nobody would ever be told that the board is gone.
    await session.close()
    throw new AppError('device/unplugged')
  } finally {
    offClose()
    ear.close()
  }
}

async function ask(port: BoardPort, ear: Ear, events: SessionEvents): Promise<BoardSession> {
  for (let attempt = 0; attempt < HELLO_TRIES; attempt++) {
    const session = await sayHello(port, ear, events)
    if (session) return session
    const streaming = await streamSession(port, ear, events)
    if (streaming) return streaming
    const commands = await detectAt(port, events)
    if (commands) return commands
  }
  await new Promise((resolve) => setTimeout(resolve, LISTEN_MS))
  const heard = ear.lines()
  if (heard.length > 0) return openForwarder(port, heard, events)
  throw new AppError('device/no-answer', { message: 'The board is silent: it sends nothing and does not answer.' })
}

/** null where the board does not answer, or something else proved itself first. */
async function sayHello(port: BoardPort, ear: Ear, events: SessionEvents): Promise<BoardSession | null> {
  const link = createBoardLink(port)
  try {
    // Ends whatever another question or program left half said on the line.
    await port.write(Uint8Array.of(0))
    const hello = await Promise.race([link.hello(), ear.proof.then(() => null)])
    if (hello) return createWorkbenchSession(port, link, hello, events)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'device/no-answer') {
      link.close()
      throw error
    }
  }
  link.close()
  return null
}

async function streamSession(port: BoardPort, ear: Ear, events: SessionEvents): Promise<BoardSession | null> {
  const description = ear.description()
  if (description) return openSimpleStreaming(port, ear.bytes(), description, events)
  const good = ear.lines().filter((line) => line.values !== null)
  return good.length >= LINES_FOR_PROOF ? openForwarder(port, ear.lines(), events) : null
}

const MOST_BYTES = 64 * 1024

function listen(port: BoardPort): Ear {
  const parser = createForwarderParser()
  const reader = createSimpleStreamReader()
  const lines: ForwarderLine[] = []
  let bytes = new Uint8Array(0)
  let description: SimpleStreamHello | null = null
  let firstGoodMs: number | null = null
  let prove: () => void = () => undefined
  const proof = new Promise<void>((resolve) => (prove = resolve))

  const off = port.onData((chunk) => {
    const now = performance.now()
    const joined = new Uint8Array(bytes.length + chunk.length)
    joined.set(bytes)
    joined.set(chunk, bytes.length)
    bytes = joined.slice(-MOST_BYTES)
    lines.push(...parser.push(chunk, now))
    for (const event of reader.push(chunk)) if (event.kind === 'hello') description = event.hello
    const good = lines.filter((line) => line.values !== null).length
    if (good > 0) firstGoodMs ??= now
    const hasStream = good >= LINES_FOR_PROOF && firstGoodMs !== null && now - firstGoodMs >= LISTEN_MS
    if (description || hasStream) prove()
  })
  return { lines: () => lines, bytes: () => bytes, description: () => description, proof, close: off }
}
