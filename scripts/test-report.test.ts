import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readReport } from './test-report.mjs'

const folder = mkdtempSync(join(tmpdir(), 'tinyml-report-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function report(testResults: unknown[]): ReturnType<typeof readReport> {
  const file = join(folder, 'report.json')
  writeFileSync(file, JSON.stringify({ testResults }))
  return readReport(file, '/project')
}
const test = (fullName: string, status: string): unknown => ({ fullName, status })

describe('test report', () => {
  it('counts and names tests', () => {
    const tests = [test('a works', 'passed'), test('b works', 'failed'), test('c works', 'skipped'), test('d', 'todo')]
    expect(report([{ name: '/project/x.test.ts', status: 'failed', assertionResults: tests }])).toEqual({
      passed: 1,
      failed: ['x.test.ts > b works'],
      skipped: ['x.test.ts > c works', 'x.test.ts > d'],
    })
  })

  it('counts a file that cannot be loaded as a failure', () => {
    const broken = { name: '/project/y.test.ts', status: 'failed', assertionResults: [], message: 'Cannot find z\n at' }
    const good = { name: '/project/x.test.ts', status: 'passed', assertionResults: [test('a', 'passed')] }
    expect(report([good, broken]).failed).toEqual(['y.test.ts: Cannot find z'])
  })

  it('does not take a run without tests, or without a report, for a good one', () => {
    expect(report([]).failed).toEqual(['no test has passed'])
    expect(readReport(join(folder, 'nothing.json'), '/project').failed).toHaveLength(1)
  })
})
