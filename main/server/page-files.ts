/** Answers with the built page's files: known types only, nothing outside the folder, no listing of folders. */
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { contentType, safePathParts, SECURITY_HEADERS } from '../../shared/contract/security.ts'

export async function sendPageFile(folder: string, urlPath: string, response: ServerResponse): Promise<void> {
  const parts = safePathParts(urlPath === '/' ? '/index.html' : urlPath)
  const type = parts === null ? null : contentType(urlPath === '/' ? 'index.html' : urlPath)
  if (parts === null || type === null) return sendText(response, 404, 'There is no such page.')
  const file = join(folder, ...parts)
  const found = await stat(file).catch(() => null)
  if (!found?.isFile()) return sendText(response, 404, 'There is no such page.')
  // Files with a hash in their name never change; the page itself is asked for each time.
  const caching = parts[0] === 'assets' ? 'public, max-age=31536000, immutable' : 'no-cache'
  response.writeHead(200, {
    ...SECURITY_HEADERS,
    'Content-Type': type,
    'Content-Length': found.size,
    'Cache-Control': caching,
  })
  await pipeline(createReadStream(file), response)
}

export function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    ...SECURITY_HEADERS,
    'Content-Type': 'text/plain; charset=utf-8',
    'Cache-Control': 'no-store',
  })
  response.end(`${text}\n`)
}
