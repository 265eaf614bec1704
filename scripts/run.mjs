// Runs programs: shown, or kept quiet unless they fail.
import { spawn } from 'node:child_process'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { existsSync } from 'node:fs'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..')

const onWindows = process.platform === 'win32'

/** Resolves with exit code and output; `quiet` keeps the output from the screen. */
export function run(command, words, { quiet = false, environment = {}, folder = root } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, words, {
      cwd: folder,
      env: { ...process.env, ...environment },
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
      // npm and npx are scripts on Windows.
      shell: onWindows && !command.includes('\\'),
    })
    const chunks = []
    child.stdout?.on('data', (chunk) => chunks.push(chunk))
    child.stderr?.on('data', (chunk) => chunks.push(chunk))
    child.once('error', (error) => resolve({ code: 127, output: error.message }))
    child.once('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString() }))
  })
}

/** Ends this program with the output of what failed. */
export async function mustRun(what, command, words, options = {}) {
  const { code, output } = await run(command, words, { quiet: true, ...options })
  if (code === 0) return output
  process.stderr.write(`${output}\n${what} failed (${command} ${words.join(' ')}, exit code ${code}).\n`)
  process.exit(1)
}

/** A program of node_modules, run with this Node and not through npx, which takes most of a second. */
export function tool(packageName, file) {
  return join(root, 'node_modules', packageName, file)
}

/** Whether PATH holds a program. */
export function onPath(name) {
  const endings = onWindows ? ['.exe', '.cmd', ''] : ['']
  return (process.env.PATH ?? '')
    .split(delimiter)
    .some((folder) => endings.some((ending) => existsSync(join(folder, name + ending))))
}
