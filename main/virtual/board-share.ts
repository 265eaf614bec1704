/**
 * Lets other programs of this computer use a simulated board: as a TCP port on the loopback interface, and as a terminal
 * where socat is installed. Opening either resets the board, as opening the port of an Uno does.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppError } from '../../shared/contract/errors.ts'
import type { BoardPort } from '../devices/board-port.ts'

export interface BoardShare {
  /** `tcp:127.0.0.1:PORT`. */
  address: string
  /** A device file; null where this computer has no socat. */
  terminal: string | null
  close(): Promise<void>
}

export interface ShareOptions {
  open(): Promise<BoardPort>
  /** Without a terminal, for example in tests. */
  terminal?: boolean
}

export async function shareBoard({ open, terminal = true }: ShareOptions): Promise<BoardShare> {
  // It wakes up now: its first answers to another program would come late.
  await (await open()).close()
  const sockets = new Set<Socket>()
  // What a program sent before it closed its half must still arrive.
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    void joinWithBoard(socket, open)
  })
  const port = await listen(server)
  const device = terminal ? await openTerminal(port) : null
  return {
    address: `tcp:127.0.0.1:${port}`,
    terminal: device?.path ?? null,
    async close() {
      device?.close()
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    })
  })
}

/** Joins a connection with the board for as long as both are there. A board that is in use is not shared: it hangs up. */
async function joinWithBoard(socket: Socket, open: () => Promise<BoardPort>): Promise<void> {
  const early: Uint8Array[] = []
  const keep = (bytes: Buffer): void => void early.push(Uint8Array.from(bytes))
  socket.on('data', keep)
  socket.on('error', () => undefined)
  const port = await openSoon(open)
  if (!port) {
    // In use, or unplugged: the other program sees its connection end.
    socket.destroy()
    return
  }
  if (socket.destroyed) return port.close()
  await port.setSignals({ dtr: false })
  await port.setSignals({ dtr: true })
  const write = (bytes: Uint8Array): void => {
    // A write that fails means that the board is gone, which ends the connection too.
    port.write(bytes).catch(() => socket.destroy())
  }
  socket.off('data', keep)
  early.forEach(write)
  socket.on('data', (bytes) => write(Uint8Array.from(bytes)))
  port.onData((bytes) => void socket.write(bytes))
  port.onClose(() => socket.destroy())
  socket.once('end', () => socket.end())
  socket.once('close', () => void port.close())
}

const OPEN_TRIES = 20
const OPEN_EVERY_MS = 50

/** A program that closes and opens again at once comes before its first connection has ended here. */
async function openSoon(open: () => Promise<BoardPort>): Promise<BoardPort | null> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await open()
    } catch (error) {
      const isBusy = error instanceof AppError && error.code === 'device/busy'
      if (!isBusy || attempt === OPEN_TRIES) return null
    }
    await new Promise((resolve) => setTimeout(resolve, OPEN_EVERY_MS))
  }
}

interface Terminal {
  path: string
  close(): void
}

/** socat ends when the other program closes the terminal: then a new one takes its place under the same name. */
async function openTerminal(port: number): Promise<Terminal | null> {
  const folder = mkdtempSync(join(tmpdir(), 'tinyml-port-'))
  const path = join(folder, 'board')
  let child: ChildProcess | null = null
  let isClosed = false

  function start(onReady: (isThere: boolean) => void): void {
    const words = ['-d', '-d', `pty,link=${path},raw,echo=0,wait-slave`, `tcp:127.0.0.1:${port},nodelay`]
    const started = spawn('socat', words, { stdio: ['ignore', 'ignore', 'pipe'] })
    child = started
    started.once('error', () => onReady(false))
    started.stderr.on('data', (bytes: Buffer) => {
      if (bytes.toString().includes('PTY is')) onReady(true)
    })
    started.once('exit', () => {
      if (!isClosed) start(() => undefined)
    })
  }
  function close(): void {
    isClosed = true
    child?.kill()
    rmSync(folder, { recursive: true, force: true })
  }

  const isThere = await new Promise<boolean>((resolve) => start(resolve))
  if (isThere) return { path, close }
  close()
  return null
}
