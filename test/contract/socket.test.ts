import { WebSocket } from 'ws'
import { startBrowserHost } from '../../main/server/browser-host.ts'
import { socketTransport } from '../../main/server/socket-transport.ts'
import type { Transport } from '../../shared/contract/transport.ts'
import { describeBridge } from './bridge-suite.ts'
import { cookieOf } from '../support/host-requests.ts'

describeBridge('bridge over a WebSocket', async () => {
  let arrived: (transport: Transport) => void = () => undefined
  const peer = new Promise<Transport>((resolve) => (arrived = resolve))
  const host = await startBrowserHost({ folder: '.', onPeer: (transport) => arrived(transport) })
  const cookie = await cookieOf(host)
  const origin = `http://127.0.0.1:${host.port}`
  const socket = new WebSocket(`ws://127.0.0.1:${host.port}/bridge`, { headers: { cookie, origin } })
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  return { near: socketTransport(socket), far: await peer, cut: () => socket.terminate(), close: () => host.close() }
})
