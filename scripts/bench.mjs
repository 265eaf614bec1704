// npm run bench: side-by-side runs that print ratios, and the whole way timed on real recordings. Nothing here gates.
import { join } from 'node:path'
import { benchPython } from './bench-python.mjs'
import { mustRun, root, tool } from './run.mjs'
import { setUp } from './setup.mjs'

const shown = { quiet: false }

await setUp()
await mustRun('The whole way', process.execPath, [join(root, 'test', 'bench', 'whole-way.mjs')], shown)
await mustRun('Side by side', process.execPath, [tool('vitest', 'vitest.mjs'), 'bench', '--run', 'test/bench'], shown)
const python = await benchPython()
if (python) {
  await mustRun('Beside Python', process.execPath, [join(root, 'test', 'bench', 'dsp-python.mjs'), python], shown)
}
await mustRun('Serial lines', process.execPath, [join(root, 'test', 'bench', 'serial-lines.mjs')], shown)
await mustRun('Live plot', process.execPath, [join(root, 'test', 'bench', 'live-plot.mjs')], shown)
await mustRun('Map of samples', process.execPath, [join(root, 'test', 'bench', 'explorer.mjs')], shown)
