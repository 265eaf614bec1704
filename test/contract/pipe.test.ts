import { connect as connectSocket, createServer, type Socket } from 'node:net'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { pipeChannels } from '../../main/server/pipe-host.ts'
import type { Transport } from '../../shared/contract/transport.ts'
import { describeBridge, type Ends } from './bridge-suite.ts'

/** A socket pair, as the shell and its backend have it. */
async function socketPair(): Promise<{ left: Socket; right: Socket; remove: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'tinyml-pipe-'))
  const path = process.platform === 'win32' ? `\\\\.\\pipe\\tinyml-${process.pid}` : join(folder, 'pipe')
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(path, resolve))
  const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve))
  const left = connectSocket(path)
  const right = await accepted
  server.close()
  return { left, right, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** The far end of a channel is known once its first frame came; what listens there waits until then. */
function laterTransport(): { transport: Transport; become(real: Transport): void } {
  let real: Transport | null = null
  const waiting: ((real: Transport) => void)[] = []
  const later = (action: (real: Transport) => void): void => {
    if (real) action(real)
    else waiting.push(action)
  }
  return {
    become(found) {
      real = found
      for (const action of waiting.splice(0)) action(found)
    },
    transport: {
      bufferedBytes: 0,
      send: (frame) => later((found) => found.send(frame)),
      onFrame: (listener) => later((found) => found.onFrame(listener)),
      onClose: (listener) => later((found) => found.onClose(listener)),
      close: () => later((found) => found.close()),
    },
  }
}

async function pipeEnds(): Promise<Ends> {
  const { left, right, remove } = await socketPair()
  const far = laterTransport()
  pipeChannels(right, (transport) => far.become(transport))
  const near = pipeChannels(left, () => undefined).open()
  return {
    near,
    far: far.transport,
    cut: () => left.destroy(),
    close() {
      left.destroy()
      right.destroy()
      remove()
    },
  }
}

describeBridge('bridge through a pipe', pipeEnds)

describe('pipe', () => {
  it('keeps two pages apart, and ends one without the other', async () => {
    const { left, right, remove } = await socketPair()
    const heard: string[] = []
    let count = 0
    pipeChannels(right, (transport) => {
      const name = `page ${++count}`
      transport.onFrame((frame) => {
        heard.push(`${name}: ${frame.join()}`)
        transport.send(frame)
      })
      transport.onClose(() => heard.push(`${name} gone`))
    })
    const near = pipeChannels(left, () => undefined)
    const [first, second] = [near.open(), near.open()]
    const echoed = new Promise<Uint8Array>((resolve) => second.onFrame(resolve))
    first.send(Uint8Array.of(1))
    first.close()
    first.send(Uint8Array.of(99))
    second.send(Uint8Array.of(2))
    expect([...(await echoed)]).toEqual([2])
    expect(heard).toEqual(['page 1: 1', 'page 1 gone', 'page 2: 2'])
    left.destroy()
    right.destroy()
    remove()
  })

  it('gives up a stream that is not frames', async () => {
    const { left, right, remove } = await socketPair()
    pipeChannels(right, () => undefined)
    const closed = new Promise<void>((resolve) => left.once('close', () => resolve()))
    left.on('error', () => undefined)
    left.resume()
    left.write(new Uint8Array(16).fill(255))
    await closed
    expect(right.destroyed).toBe(true)
    remove()
  })
})
