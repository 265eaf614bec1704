/** Builds the page into out/renderer; with TINYML_PAGE_TARGET another browser's syntax, into a folder of its own. */
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const root = fileURLToPath(new URL('.', import.meta.url))
const target = process.env['TINYML_PAGE_TARGET'] ?? 'chrome110'
const folder = process.env['TINYML_PAGE_FOLDER'] ?? 'out/renderer'

/**
 * Two libraries try `new Function('')` to see whether they may compile code. The page's policy forbids it and reports
 * each try, so the page is built with the answer in place.
 */
function withoutEval(): Plugin {
  const probes = new Map([
    [/cbor-x\/decode\.js$/, "new Function('')"],
    [/zod\/v4\/core\/util\.js$/, 'new F("")'],
  ])
  return {
    name: 'without-eval',
    transform(code, id) {
      for (const [file, probe] of probes) {
        if (!file.test(id)) continue
        if (!code.includes(probe)) throw new Error(`${id} no longer holds ${probe}: look at vite.config.ts.`)
        return { code: code.replace(probe, "throw new Error('no eval here')"), map: null }
      }
      return null
    },
  }
}

export default defineConfig({
  root: `${root}renderer`,
  base: './',
  plugins: [react(), withoutEval()],
  build: {
    target,
    outDir: `${root}${folder}`,
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    // Inlined files would need data: in places where the page's policy has only 'self'.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 6000,
  },
  worker: { format: 'es' },
})
