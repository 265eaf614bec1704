/** Builds shell, test page and stand-in backend for the binary at hand, into the cache. */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import { projectRoot } from '../../main/paths.ts'

export interface ShellBuild {
  shellFile: string
  pageFolder: string
  backendFile: string
}

const quiet = { logLevel: 'error' as const }

/** `name` keeps apart what two test files build at the same time. */
export async function buildShell(name: string): Promise<ShellBuild> {
  const folder = join(projectRoot, '.cache', name)
  process.env['TINYML_SHELL_TARGET'] = 'node10'
  process.env['TINYML_SHELL_FOLDER'] = `.cache/${name}/shell`
  const shellConfig = join(projectRoot, 'vite.shell.config.ts')
  for (const mode of ['electron', 'preload']) await build({ ...quiet, configFile: shellConfig, mode })
  await buildPage(join(projectRoot, 'test', 'shell', 'page'), `.cache/${name}/page`)
  await build({
    ...quiet,
    configFile: false,
    root: projectRoot,
    ssr: { noExternal: true },
    build: {
      ssr: true,
      target: 'node20',
      outDir: join(folder, 'backend'),
      rollupOptions: {
        input: join(projectRoot, 'test', 'shell', 'fake-backend-process.ts'),
        output: { format: 'es', entryFileNames: 'backend.mjs' },
      },
    },
  })
  return {
    shellFile: join(folder, 'shell', 'electron.cjs'),
    pageFolder: join(folder, 'page'),
    backendFile: join(folder, 'backend', 'backend.mjs'),
  }
}

/** Builds a page as the product's is built, but for the old Chromium, with what that one lacks loaded before. */
export async function buildPage(root: string, folder: string): Promise<string> {
  process.env['TINYML_PAGE_TARGET'] = 'chrome83'
  process.env['TINYML_PAGE_FOLDER'] = folder
  await build({ ...quiet, configFile: join(projectRoot, 'vite.config.ts'), root })
  const out = join(projectRoot, folder)
  copyFileSync(join(projectRoot, 'test', 'shell', 'page', 'compat83.js'), join(out, 'compat83.js'))
  const html = readFileSync(join(out, 'index.html'), 'utf8')
  if (!html.includes('compat83.js')) {
    writeFileSync(join(out, 'index.html'), html.replace('<head>', '<head><script src="./compat83.js"></script>'))
  }
  return out
}
