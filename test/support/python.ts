/** A Python with the interpreters that judge our .tflite files, in .venv; made on first use. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../../main/paths.ts'

const folder = join(projectRoot, '.venv')
const python = join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python')
const WHEELS = ['tflite-micro', 'ai-edge-litert']
const IMPORTS = 'import numpy, tflite_micro, ai_edge_litert'

function succeeds(command: string, args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0
}

/** Why the judges cannot run, or empty. */
function prepare(): string {
  if (existsSync(python) && succeeds(python, ['-c', IMPORTS])) return ''
  if (!succeeds('python3', ['-m', 'venv', folder])) return 'python3 with venv not installed'
  if (!succeeds(python, ['-m', 'pip', 'install', '--quiet', ...WHEELS]))
    return `pip cannot install ${WHEELS.join(', ')}`
  return succeeds(python, ['-c', IMPORTS]) ? '' : `${WHEELS.join(', ')} do not load here`
}

const problem = prepare()

/** For titles of skipped tests; on CI the tests run and fail instead. */
export const NO_PYTHON = problem && !process.env['CI'] ? ` (skipped: ${problem})` : ''

/** Runs a script of the project and returns what it printed. */
export function runPython(script: string, args: string[]): string {
  if (problem) throw new Error(`Python is needed: ${problem}`)
  const { status, stdout, stderr } = spawnSync(python, [script, ...args], { cwd: projectRoot, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${script} failed: ${stderr.slice(-2000)}`)
  return stdout
}
