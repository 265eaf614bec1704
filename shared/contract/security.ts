/** What a page of the workbench may load, the same in both hosts. */

const POLICY = {
  'default-src': "'none'",
  'script-src': "'self'",
  // Plots and the editor make style elements as they run. Styles cannot call out: nothing but 'self' can be loaded.
  'style-src': "'self' 'unsafe-inline'",
  'img-src': "'self' data: blob:",
  'font-src': "'self' data:",
  'connect-src': "'self'",
  'worker-src': "'self' blob:",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
  'object-src': "'none'",
}

/** Sent with every file of the page. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': Object.entries(POLICY)
    .map(([name, value]) => `${name} ${value}`)
    .join('; '),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(self), microphone=(self), geolocation=(), serial=(), usb=(), hid=()',
}

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  woff2: 'font/woff2',
  ttf: 'font/ttf',
  wasm: 'application/wasm',
}

/** The type a file of the page is sent with; files of other types are not part of a page. */
export function contentType(path: string): string | null {
  return TYPES[path.slice(path.lastIndexOf('.') + 1)] ?? null
}

/** The parts of a path below the page's folder, or null where it would lead out of it or is written strangely. */
export function safePathParts(urlPath: string): string[] | null {
  let path: string
  try {
    path = decodeURIComponent(urlPath)
  } catch {
    // A broken % sequence names no file.
    return null
  }
  const parts = path.split('/').filter((part) => part !== '')
  const strange = (part: string): boolean => part.startsWith('.') || !/^[\w.@ -]+$/.test(part)
  return parts.some(strange) ? null : parts
}
