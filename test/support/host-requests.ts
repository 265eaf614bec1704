/** Requests to the browser host as any program on this computer could send them. */
import { get, type IncomingHttpHeaders } from 'node:http'
import type { BrowserHost } from '../../main/server/browser-host.ts'

export interface Reply {
  status: number
  headers: IncomingHttpHeaders
  text: string
}

/** `path` is sent as it stands: no library tidies up dots and slashes before. */
export function ask(port: number, path: string, headers: Record<string, string> = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const request = get({ host: '127.0.0.1', port, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString()
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text })
      })
    })
    request.on('error', reject)
  })
}

/** Uses the host's one-time address and returns the cookie that the browser would keep. */
export async function cookieOf(host: BrowserHost): Promise<string> {
  const { pathname, search } = new URL(host.address)
  const reply = await ask(host.port, `${pathname}${search}`)
  return reply.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
}
