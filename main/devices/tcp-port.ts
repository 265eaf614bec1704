/** A BoardPort over a TCP connection to this computer. */
import { connect } from 'node:net'
import { AppError } from '../../shared/contract/errors.ts'
import type { BoardPort } from './board-port.ts'

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1'])
const CONNECT_TIMEOUT_MS = 5000

/** `address` is `HOST:PORT`; only this computer is allowed. */
export function parseTcpAddress(address: string): { host: string; port: number } {
  const separator = address.lastIndexOf(':')
  const host = address.slice(0, separator).replace(/^\[|\]$/g, '')
  const port = Number(address.slice(separator + 1))
  if (!LOOPBACK.has(host)) {
    throw new AppError('device/unsupported', {
      message: `${host || address} is another computer. The workbench opens TCP ports of this computer only.`,
      hint: 'Use tcp:127.0.0.1:PORT.',
    })
  }
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new AppError('device/not-found', { message: `"${address}" has no port number from 1 to 65535.` })
  }
  return { host, port }
}

export function openTcpPort(address: string): Promise<BoardPort> {
  const { host, port } = parseTcpAddress(address)
  const socket = connect({ host, port, noDelay: true })
  let asked = false
  const lost = (cause?: unknown): AppError => new AppError('device/unplugged', { cause })
  const board: BoardPort = {
    write: (bytes) =>
      new Promise((resolve, reject) => {
        if (socket.destroyed) return reject(lost())
        socket.write(bytes, (error) => (error ? reject(lost(error)) : resolve()))
      }),
    onData(listener) {
      socket.on('data', listener)
      return () => void socket.off('data', listener)
    },
    onClose(listener) {
      const close = (): void => listener(asked ? 'asked' : 'lost')
      socket.once('close', close)
      return () => void socket.off('close', close)
    },
    setSignals: () => Promise.resolve(false),
    setBaudRate: () => Promise.resolve(),
    close: () =>
      new Promise((resolve) => {
        asked = true
        if (socket.destroyed) return resolve()
        socket.once('close', () => resolve())
        socket.destroy()
      }),
  }
  return new Promise((resolve, reject) => {
    const fail = (cause?: unknown): void => {
      socket.destroy()
      reject(new AppError('device/not-found', { message: `Nothing answers at ${address}.`, cause }))
    }
    socket.setTimeout(CONNECT_TIMEOUT_MS, fail)
    socket.once('error', fail)
    socket.once('connect', () => {
      socket.setTimeout(0)
      socket.off('error', fail)
      // A broken connection is told through `close`.
      socket.on('error', () => undefined)
      resolve(board)
    })
  })
}
