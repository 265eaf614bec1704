/** Lets another interpreter run .tflite files on the same input bytes. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../../main/paths.ts'
import { runPython } from '../support/python.ts'

export interface JudgeJob {
  model: Uint8Array
  /** `[rows, inputs]` */
  input: Int8Array
}

/** One output a job: `[rows, outputs]`. */
export function judge(engine: 'tflm' | 'litert', jobs: JudgeJob[]): Int8Array[] {
  mkdirSync(join(projectRoot, '.cache'), { recursive: true })
  const folder = mkdtempSync(join(projectRoot, '.cache', 'judge-'))
  const file = (index: number, kind: string): string => join(folder, `${index}.${kind}`)
  try {
    jobs.forEach(({ model, input }, index) => {
      writeFileSync(file(index, 'tflite'), model)
      writeFileSync(file(index, 'in'), input)
    })
    const names = jobs.flatMap((_, index) => [file(index, 'tflite'), file(index, 'in'), file(index, 'out')])
    runPython(join(projectRoot, 'test', 'tflite', 'judge.py'), [engine, ...names])
    return jobs.map((_, index) => new Int8Array(readFileSync(file(index, 'out'))))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

export interface Difference {
  /** Runs in which any byte differs. */
  runs: number
  largest: number
  /** Runs whose highest score is at another place. */
  answers: number
}

export function compare(ours: Int8Array, theirs: Int8Array, width: number): Difference {
  if (ours.length !== theirs.length) throw new Error(`${ours.length} bytes against ${theirs.length}`)
  const difference: Difference = { runs: 0, largest: 0, answers: 0 }
  for (let start = 0; start < ours.length; start += width) {
    const [mine, other] = [ours.subarray(start, start + width), theirs.subarray(start, start + width)]
    const largest = mine.reduce((most, value, index) => Math.max(most, Math.abs(value - other[index]!)), 0)
    if (largest > 0) difference.runs += 1
    difference.largest = Math.max(difference.largest, largest)
    if (mine.indexOf(Math.max(...mine)) !== other.indexOf(Math.max(...other))) difference.answers += 1
  }
  return difference
}
