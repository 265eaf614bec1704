// npm run tinyml -- …: the command line of the workbench, built first where needed.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from './run.mjs'
import { setUp } from './setup.mjs'

await setUp({ only: ['runtime', 'main'] })
// npm runs scripts in the project's folder; paths in the words are meant from where the person stands.
const folder = process.env.INIT_CWD ?? process.cwd()
const words = [join(root, 'out', 'main', 'cli.js'), ...process.argv.slice(2)]
const child = spawn(process.execPath, words, { cwd: folder, stdio: 'inherit' })
process.on('SIGINT', () => undefined)
child.once('exit', (code) => process.exit(code ?? 1))
