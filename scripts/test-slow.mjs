// npm run test:slow: every test that needs minutes. Words after `--` choose files, as vitest understands them.
import { setUp } from './setup.mjs'
import { run, tool } from './run.mjs'

await setUp()
const words = [tool('vitest', 'vitest.mjs'), 'run', ...(process.argv.length > 2 ? process.argv.slice(2) : ['slow'])]
const { code } = await run(process.execPath, words, { environment: { TINYML_SLOW: '1' } })
process.exitCode = code
