/** Bundles the Electron shell (`--mode electron`) or its preload (`--mode preload`), each as one CommonJS file. */
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const root = fileURLToPath(new URL('.', import.meta.url))
const target = process.env['TINYML_SHELL_TARGET'] ?? 'node22'
const folder = process.env['TINYML_SHELL_FOLDER'] ?? 'out/shell'

export default defineConfig(({ mode }) => ({
  root,
  ssr: { noExternal: true },
  build: {
    ssr: true,
    target,
    outDir: `${root}${folder}`,
    // The other part lies in the same folder. A sandboxed preload can load no second file, so each is built alone.
    emptyOutDir: false,
    minify: false,
    rollupOptions: {
      input: { [mode]: `${root}main/shell/${mode}.ts` },
      external: ['electron', /^node:/],
      output: { format: 'cjs', entryFileNames: '[name].cjs' },
    },
  },
}))
