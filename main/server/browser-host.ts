/** Shows the workbench in a browser: the built page and the bridge, on 127.0.0.1 only, for one browser session. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { AppError } from '../../shared/contract/errors.ts'
import { SECURITY_HEADERS } from '../../shared/contract/security.ts'
import type { Transport } from '../../shared/contract/transport.ts'
import { type Access, createAccess, fromOurAddress } from './access.ts'
import { sendPageFile, sendText } from './page-files.ts'
import { socketTransport } from './socket-transport.ts'

/** An imported file travels in one frame. */
const FRAME_LIMIT_BYTES = 512 * 1024 * 1024
const HOST = '127.0.0.1'

const USED =
  'This address was already used. It opens the workbench once, so that no other program can.\n' +
  'Use the browser window that is already open, or stop the workbench and start it again with: npm start'

export interface BrowserHostOptions {
  folder: string
  /** 0 takes any free port. */
  port?: number
  /** The secret in the cookie; by default a fresh one. */
  session?: string
  /** Takes the transport of every page that connects. */
  onPeer: (transport: Transport) => void
}

export interface BrowserHost {
  /** The address to open, with a token that works once. */
  address: string
  port: number
  /** A further address, for a second browser. */
  newAddress(): string
  close(): Promise<void>
}

export async function startBrowserHost(options: BrowserHostOptions): Promise<BrowserHost> {
  const access = createAccess(options.session)
  const sockets = new WebSocketServer({ noServer: true, maxPayload: FRAME_LIMIT_BYTES })
  const server = createServer((request, response) => {
    answer({ request, response, port, access, folder: options.folder }).catch(() => {
      // The browser went away while a file was being sent.
      response.destroy()
    })
  })
  server.on('upgrade', (request, socket, head) => {
    if (!mayConnect(request, port, access)) return refuse(socket)
    sockets.handleUpgrade(request, socket, head, (webSocket) => options.onPeer(socketTransport(webSocket)))
  })

  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', (cause) => reject(new AppError('app/busy', { message: busyPort(options.port), cause })))
    server.listen(options.port ?? 0, HOST, () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
  const address = (token: string): string => `http://${HOST}:${port}/auth?token=${token}`
  return {
    port,
    address: address(access.token),
    newAddress: () => address(access.renew()),
    close() {
      for (const socket of sockets.clients) socket.terminate()
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

function busyPort(port: number | undefined): string {
  return `Port ${port ?? 0} cannot be used. Choose another one, or leave the port out.`
}

function mayConnect(request: IncomingMessage, port: number, access: Access): boolean {
  return request.url === '/bridge' && fromOurAddress(request, port, true) && access.hasCookie(request)
}

function refuse(socket: Duplex): void {
  socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
}

interface Exchange {
  request: IncomingMessage
  response: ServerResponse
  port: number
  access: Access
  folder: string
}

async function answer({ request, response, port, access, folder }: Exchange): Promise<void> {
  if (!fromOurAddress(request, port, false)) {
    return sendText(response, 403, 'This address belongs to the workbench on this computer only.')
  }
  if (request.method !== 'GET') return sendText(response, 405, 'Only GET is answered here.')
  const [path = '/', query = ''] = (request.url ?? '/').split('?', 2)
  if (path === '/auth') return authorize(response, access, new URLSearchParams(query).get('token') ?? '')
  if (!access.hasCookie(request)) return sendText(response, 403, USED)
  await sendPageFile(folder, path, response)
}

function authorize(response: ServerResponse, access: Access, token: string): void {
  const cookie = access.exchange(token)
  if (cookie === null) return sendText(response, 403, USED)
  response.writeHead(303, { ...SECURITY_HEADERS, Location: '/', 'Set-Cookie': cookie, 'Cache-Control': 'no-store' })
  response.end()
}
