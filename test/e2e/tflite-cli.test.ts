import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { runCli } from '../support/cli.ts'
import { type TensorSpec, writeModel } from '../tflite/write-model.ts'

const errorSchema = z.object({ error: z.object({ code: z.string(), message: z.string(), hint: z.string() }) })
const values: TensorSpec = { shape: [1, 4], scales: [0.1], zeroPoint: 0 }

function modelOf(name: string): Uint8Array {
  const operators = [{ name, inputs: [0], outputs: [1] }]
  return writeModel({ tensors: [values, values], operators, inputs: [0], outputs: [1] })
}

describe('tflite without a window', () => {
  let home = ''
  const file = (name: string): string => join(home, name)
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'tinyml-tflite-'))
    writeFileSync(file('relu.tflite'), modelOf('RELU'))
    writeFileSync(file('svdf.tflite'), modelOf('SVDF'))
    writeFileSync(file('in.bin'), Int8Array.of(1, -2, 3, -4, 5, -6, 7, -8))
    writeFileSync(file('huge.tflite'), modelOf('RELU'))
    truncateSync(file('huge.tflite'), 2 ** 26 + 1)
  })
  afterAll(() => rmSync(home, { recursive: true }))

  it('runs whole inputs back to back', () => {
    const words = ['tflite', 'run', file('relu.tflite'), '--in', file('in.bin'), '--out', file('out.bin'), '--json']
    const { status, stdout } = runCli(home, words)
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toEqual({ count: 2, ms: expect.any(Number) })
    expect([...new Int8Array(readFileSync(file('out.bin')))]).toEqual([1, 0, 3, 0, 5, 0, 7, 0])
  })

  it('names the operators that it cannot run, and still tells the rest', () => {
    const { status, stdout } = runCli(home, ['tflite', 'info', file('svdf.tflite'), '--json'])
    expect(status).toBe(0)
    const { unsupported, inputs } = z
      .object({ unsupported: z.string(), inputs: z.array(z.unknown()) })
      .parse(JSON.parse(stdout))
    expect(unsupported).toContain('SVDF')
    expect(inputs).toHaveLength(1)
  })

  it.each([
    ['a file larger than any model', 'model/too-large', ['info', 'huge.tflite']],
    ['an operator it does not know', 'model/unsupported', ['c', 'svdf.tflite', '--out', 'c']],
    ['a folder that is a file', 'file/not-writable', ['c', 'relu.tflite', '--out', 'in.bin']],
    ['half an input', 'file/unreadable', ['run', 'relu.tflite', '--in', 'relu.tflite', '--out', 'x', '--count', '999']],
  ])('ends with 1 for %s', (_what, code, [command = '', ...words]) => {
    const placed = [command, ...words.map((word) => (/^(-|\d)/.test(word) ? word : file(word)))]
    const { status, stdout } = runCli(home, ['tflite', ...placed, '--json'])
    expect(status).toBe(1)
    expect(errorSchema.parse(JSON.parse(stdout)).error.code).toBe(code)
  })

  it('ends with 2 for no inputs', () => {
    const words = ['tflite', 'run', file('relu.tflite'), '--in', file('in.bin'), '--out', file('x'), '--count', '0']
    expect(runCli(home, words).status).toBe(2)
  })
})
