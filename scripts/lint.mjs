// npm run lint: types-aware lint over the whole project. A lint that looked at no files fails.
import { run, tool } from './run.mjs'

const FILES_AT_LEAST = 100
/** Anything between exit codes 0 and this is a finding; beyond, the linter itself failed. */
const words = [
  tool('oxlint', 'bin/oxlint'),
  '--type-aware',
  '--deny-warnings',
  '--format=json',
  ...process.argv.slice(2),
]
const { code, output } = await run(process.execPath, words, { quiet: true })

let report
try {
  report = JSON.parse(output.slice(output.indexOf('{'), output.lastIndexOf('}') + 1))
} catch {
  process.stderr.write(`${output}\nThe linter gave no report (exit code ${code}).\n`)
  process.exit(1)
}
for (const { filename, code: rule, message, labels, help } of report.diagnostics) {
  const line = labels[0]?.span?.line ?? 1
  process.stdout.write(`${filename}:${line} ${rule} ${message}${help ? ` ${help}` : ''}\n`)
}
process.stdout.write(`${report.diagnostics.length} findings in ${report.number_of_files} files.\n`)
const sawEnough = process.argv.length > 2 || report.number_of_files >= FILES_AT_LEAST
if (!sawEnough) process.stderr.write('The linter saw too few files: look at .oxlintrc.json and .gitignore.\n')
process.exit(code === 0 && sawEnough ? 0 : 1)
