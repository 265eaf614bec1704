/** Who may talk to the browser host: the browser that brought the one-time token, from our own address. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

export interface Access {
  /** What the address of the first page carries; it opens once. */
  readonly token: string
  /** Takes a token; returns the cookie's header, or null where the token is wrong or was used. */
  exchange(token: string): string | null
  /** Makes a fresh token, for a browser that lost its cookie. */
  renew(): string
  hasCookie(request: IncomingMessage): boolean
}

const secret = (): string => randomBytes(32).toString('base64url')

/** `givenSession` lets a page go on after the host was started again on the same port. */
export function createAccess(givenSession?: string): Access {
  let token: string | null = secret()
  let shown = token
  const session = givenSession ?? secret()
  // Two workbenches on one computer differ only in their port, which cookies ignore.
  const cookieName = `tinyml-${createHash('sha256').update(session).digest('hex').slice(0, 12)}`

  return {
    get token() {
      return shown
    },
    exchange(offered) {
      if (token === null || !sameText(offered, token)) return null
      token = null
      return `${cookieName}=${session}; HttpOnly; SameSite=Strict; Path=/`
    },
    renew() {
      token = secret()
      shown = token
      return token
    },
    hasCookie(request) {
      const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim())
      return pairs.some((pair) => sameText(pair, `${cookieName}=${session}`))
    },
  }
}

function sameText(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** A page of another site, or a name that was pointed at this computer, has another Host or Origin. */
export function fromOurAddress(request: IncomingMessage, port: number, originNeeded: boolean): boolean {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`]
  if (!hosts.includes(request.headers.host ?? '')) return false
  const { origin } = request.headers
  if (origin === undefined) return !originNeeded
  return origin === `http://${request.headers.host}`
}
