/** Serves the built page under the app's own scheme: known types, nothing outside its folder. */
import { readFile } from 'node:fs'
import { join } from 'node:path'
import { protocol } from 'electron'
import { contentType, safePathParts, SECURITY_HEADERS } from '../../shared/contract/security.ts'
import { isPageAddress, PAGE_ORIGIN, SCHEME } from './origin.ts'

/** Must run before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

export function servePage(folder: string): void {
  protocol.handle(SCHEME, (request) => answer(folder, request.url))
}

function answer(folder: string, address: string): Promise<Response> {
  const path = isPageAddress(address) ? (address.slice(PAGE_ORIGIN.length).split(/[?#]/)[0] ?? '') : ''
  const parts = safePathParts(path)
  const type = contentType(path)
  if (parts === null || parts.length === 0 || type === null) return Promise.resolve(notFound())
  return new Promise((resolve) => {
    readFile(join(folder, ...parts), (error, bytes) => {
      if (error) return resolve(notFound())
      resolve(new Response(new Uint8Array(bytes), { headers: { ...SECURITY_HEADERS, 'Content-Type': type } }))
    })
  })
}

function notFound(): Response {
  return new Response('There is no such page.', { status: 404, headers: { ...SECURITY_HEADERS } })
}
