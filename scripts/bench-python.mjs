// The Python that benches compare with, in .cache; made on first use, which needs the network and some minutes.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root, run } from './run.mjs'

const folder = join(root, '.cache', 'bench-python')
const python = join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python')
const LEAST = ['numpy', 'scipy']
/** Measured where they can be had. */
const MORE = ['librosa', 'speechpy']

/** Its path; null where it cannot be made, with the reason on the screen. */
export async function benchPython() {
  const works = async (wheels) => {
    if (!existsSync(python)) return false
    return (await run(python, ['-c', `import ${wheels.join(', ')}`], { quiet: true })).code === 0
  }
  if (await works([...LEAST, ...MORE])) return python
  process.stderr.write(`Getting Python wheels to compare with (once): ${[...LEAST, ...MORE].join(', ')} …\n`)
  const made = await run('python3', ['-m', 'venv', folder], { quiet: true })
  if (made.code !== 0) return without('python3 with venv is not installed')
  const pip = (wheels) => run(python, ['-m', 'pip', 'install', '--quiet', ...wheels], { quiet: true })
  for (const wheel of MORE) await pip([...LEAST, wheel])
  if (await works(LEAST)) return python
  return without(`pip cannot install ${LEAST.join(', ')}`)
}

function without(reason) {
  process.stderr.write(`No comparison with Python: ${reason}.\n`)
  return null
}
