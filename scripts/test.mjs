// npm test: sets everything up and runs every check. The last line counts the tests; anything wrong ends non-zero.
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { root, run, tool } from './run.mjs'
import { setUp } from './setup.mjs'
import { readReport } from './test-report.mjs'
import { prepareTools } from './test-tools.mjs'

const say = (text) => process.stdout.write(`${text}\n`)
const node = process.execPath
const reportFile = join(root, 'artifacts', 'vitest.json')
/** Real recordings, where they lie beside the project. */
const recordings = join(root, '..', 'shared', 'data', 'ei-export-xiao-imu')

const CHECKS = [
  { name: 'format', words: [tool('oxfmt', 'bin/oxfmt'), '--check', '.'] },
  { name: 'lint', words: [join(root, 'scripts', 'lint.mjs')] },
  { name: 'dead code', words: [tool('knip', 'bin/knip.js'), '--no-progress'] },
  { name: 'types', words: [tool('typescript', 'bin/tsc'), '-b'] },
]
/** Words after `npm test --` choose test files, as vitest understands them. */
const chosen = process.argv.slice(2).filter((word) => word !== '--demo')
const TESTS = {
  name: 'tests',
  words: [
    tool('vitest', 'vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${reportFile}`,
    ...chosen,
  ],
}

const failedStages = []

async function stage({ name, words }, quiet) {
  const start = performance.now()
  const { code, output } = await run(node, words, { quiet })
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  if (code !== 0) {
    failedStages.push(name)
    if (quiet) say(output)
  }
  say(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`)
}

function summarize(missingTools) {
  const { passed, failed, skipped } = readReport(reportFile, root)
  for (const name of skipped) say(`skipped: ${name}`)
  if (missingTools.length > 0) say(`Missing on this machine: ${missingTools.join(', ')}`)
  for (const name of failed) say(`failed: ${name}`)
  // Stages other than the tests count as one failure each, so that the last line never looks better than the run.
  const stages = failedStages.filter((name) => name !== TESTS.name)
  for (const name of stages) say(`failed: ${name}`)
  const failures = failed.length + stages.length
  say(`${passed} passed, ${failures} failed, ${skipped.length} skipped`)
  process.exitCode = failures === 0 && failedStages.length === 0 ? 0 : 1
}

mkdirSync(join(root, 'artifacts'), { recursive: true })
rmSync(reportFile, { force: true })
// Set-up ends the program where it fails; the last line is there all the same.
const setUpFailed = () => say('failed: set-up\n0 passed, 1 failed, 0 skipped')
process.once('exit', setUpFailed)
await setUp()
process.off('exit', setUpFailed)
const missingTools = await prepareTools(say)
for (const check of CHECKS) await stage(check, true)
await stage(TESTS, false)
if (process.argv.includes('--demo') && existsSync(recordings) && existsSync(join(root, 'out', 'main', 'demo.js'))) {
  await stage({ name: 'demo on real recordings', words: [join(root, 'out', 'main', 'demo.js'), recordings] }, false)
}
summarize(missingTools)
