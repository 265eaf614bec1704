// Reads vitest's JSON report: totals, what failed, what was skipped.
import { existsSync, readFileSync } from 'node:fs'

const nameOf = (file, test) => `${file} > ${test.fullName}`

export function readReport(path, root) {
  if (!existsSync(path)) return { passed: 0, failed: ['the test run gave no report'], skipped: [] }
  const report = JSON.parse(readFileSync(path, 'utf8'))
  const failed = []
  const skipped = []
  let passed = 0
  for (const { name, status, assertionResults, message } of report.testResults) {
    const file = name.startsWith(root) ? name.slice(root.length + 1) : name
    for (const test of assertionResults) {
      if (test.status === 'passed') passed += 1
      else if (test.status === 'failed') failed.push(nameOf(file, test))
      else skipped.push(nameOf(file, test))
    }
    // A file that cannot be loaded has no tests that could fail.
    const hasFailure = assertionResults.some((test) => test.status === 'failed')
    if (status === 'failed' && !hasFailure) failed.push(`${file}: ${(message ?? '').split('\n')[0]}`)
  }
  // A run that saw nothing has checked nothing.
  if (passed === 0) failed.push('no test has passed')
  return { passed, failed, skipped }
}
