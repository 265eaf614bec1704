// Runs a program of the workbench that needs no window, built first where needed: `node scripts/program.mjs cli …`.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from './run.mjs'
import { setUp } from './setup.mjs'

const [name, ...rest] = process.argv.slice(2)
await setUp({ only: ['runtime', 'main'] })
// npm runs scripts in the project's folder; paths in the words are meant from where the person stands.
const folder = process.env.INIT_CWD ?? process.cwd()
const child = spawn(process.execPath, [join(root, 'out', 'main', `${name}.js`), ...rest], {
  cwd: folder,
  stdio: 'inherit',
})
process.on('SIGINT', () => undefined)
child.once('exit', (code) => process.exit(code ?? 1))
