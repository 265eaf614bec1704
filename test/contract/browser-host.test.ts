import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { type BrowserHost, startBrowserHost } from '../../main/server/browser-host.ts'
import { ask, cookieOf } from '../support/host-requests.ts'

const folder = mkdtempSync(join(tmpdir(), 'tinyml-page-'))
let host: BrowserHost
let cookie: string
let peers = 0

beforeAll(async () => {
  const page = join(folder, 'page')
  mkdirSync(join(page, 'assets'), { recursive: true })
  writeFileSync(join(page, 'index.html'), '<!doctype html><title>The page</title>')
  writeFileSync(join(page, 'assets', 'a-1.js'), 'export {}')
  writeFileSync(join(page, 'notes.secret'), 'not for the page')
  writeFileSync(join(folder, 'outside.html'), 'outside')
  host = await startBrowserHost({ folder: page, onPeer: () => void (peers += 1) })
  cookie = await cookieOf(host)
})

afterAll(async () => {
  await host.close()
  rmSync(folder, { recursive: true, force: true })
})

/** How an upgrade ends: `open` or the status it was refused with. */
function upgrade(headers: Record<string, string>, path = '/bridge'): Promise<string> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${host.port}${path}`, { headers })
    socket.on('open', () => {
      socket.terminate()
      resolve('open')
    })
    socket.on('unexpected-response', (_request, response) => {
      resolve(String(response.statusCode))
      response.destroy()
    })
    socket.on('error', () => undefined)
  })
}

describe('browser host', () => {
  it('gives the page to the browser that brought the token', async () => {
    expect(cookie).not.toBe('')
    const reply = await ask(host.port, '/', { cookie })
    expect(reply.status).toBe(200)
    expect(reply.text).toContain('The page')
    expect((await ask(host.port, '/assets/a-1.js', { cookie })).headers['content-type']).toContain('text/javascript')
  })

  it('sets a cookie that scripts and other sites cannot use', async () => {
    const { pathname, search } = new URL(host.newAddress())
    const reply = await ask(host.port, `${pathname}${search}`)
    expect(reply.headers['set-cookie']?.[0]).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/)
    expect(reply.status).toBe(303)
  })

  it('refuses a second use of the token and says what to do', async () => {
    const { pathname, search } = new URL(host.newAddress())
    expect((await ask(host.port, `${pathname}${search}`)).status).toBe(303)
    const second = await ask(host.port, `${pathname}${search}`)
    expect(second.status).toBe(403)
    expect(second.headers['set-cookie']).toBeUndefined()
    expect(second.text).toContain('npm start')
  })

  it.each(['/auth', '/auth?token=', '/auth?token=wrong', '/auth?token=%00'])('refuses %s', async (path) => {
    const reply = await ask(host.port, path)
    expect([reply.status, reply.headers['set-cookie']]).toEqual([403, undefined])
  })

  it('sends a policy that allows scripts from itself only', async () => {
    const { headers } = await ask(host.port, '/', { cookie })
    expect(headers['content-security-policy']).toMatch(/default-src 'none'; script-src 'self';/)
    expect(headers['content-security-policy']).toMatch(/frame-ancestors 'none'/)
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['access-control-allow-origin']).toBeUndefined()
  })

  it('gives nothing without the cookie', async () => {
    expect((await ask(host.port, '/')).status).toBe(403)
    expect((await ask(host.port, '/', { cookie: `${cookie.split('=')[0]}=guess` })).status).toBe(403)
  })

  it.each(['workbench.example', 'localhost.example:80', '127.0.0.1'])('refuses the Host %s', async (name) => {
    expect((await ask(host.port, '/', { cookie, host: name })).status).toBe(403)
  })

  it('refuses the Origin of another site, for pages and for the bridge', async () => {
    const origin = 'https://site.example'
    expect((await ask(host.port, '/', { cookie, origin })).status).toBe(403)
    expect(await upgrade({ cookie, origin })).toBe('403')
  })

  it('connects only its own page with its cookie at its own path', async () => {
    const origin = `http://127.0.0.1:${host.port}`
    expect(await upgrade({ origin })).toBe('403')
    expect(await upgrade({ cookie })).toBe('403')
    expect(await upgrade({ cookie, origin: `http://127.0.0.1:${host.port + 1}` })).toBe('403')
    expect(await upgrade({ cookie, origin, host: 'workbench.example' })).toBe('403')
    expect(await upgrade({ cookie, origin }, '/')).toBe('403')
    expect(peers).toBe(0)
    expect(await upgrade({ cookie, origin })).toBe('open')
    expect(peers).toBe(1)
  })

  it.each([
    '/../outside.html',
    '/assets/../../outside.html',
    '/%2e%2e/outside.html',
    '/..%2foutside.html',
    '/assets/..%5c..%5coutside.html',
    '//outside.html',
    '/%c0%ae%c0%ae/outside.html',
    '/index.html%00.js',
  ])('does not leave its folder for %s', async (path) => {
    const reply = await ask(host.port, path, { cookie })
    expect(reply.status).toBe(404)
    expect(reply.text).not.toContain('outside')
  })

  it.each(['/assets', '/assets/', '/notes.secret', '/assets.js'])(
    'lists no folder and sends no other file: %s',
    async (path) => {
      const reply = await ask(host.port, path, { cookie })
      expect([reply.status, reply.text.includes('a-1') || reply.text.includes('secret')]).toEqual([404, false])
    },
  )

  it('answers nothing but GET', async () => {
    const reply = await fetch(`http://127.0.0.1:${host.port}/`, { method: 'POST', headers: { cookie } })
    expect(reply.status).toBe(405)
  })
})
