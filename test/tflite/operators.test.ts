import { describe, expect, it } from 'vitest'
import { graphProgram } from '../../shared/codegen/graph-program.ts'
import { readTflite } from '../../shared/tflite/read.ts'
import { tfliteToTensorGraph } from '../../shared/tflite/to-tensor-graph.ts'
import { NO_PYTHON } from '../support/python.ts'
import { NO_RUNTIME, testRuntime } from '../support/runtime.ts'
import { compare, type Difference, judge } from './judge.ts'
import { operatorModels } from './operator-models.ts'
import { tryInputs } from './published.ts'

const MISSING = NO_PYTHON + NO_RUNTIME
const RUNS = 200

describe.skipIf(MISSING)(`int8 operators${MISSING}`, () => {
  it(`give exactly the bytes of TensorFlow Lite Micro on ${RUNS} inputs each`, () => {
    const models = operatorModels()
    const runtime = testRuntime()
    const jobs = models.map(({ model, inputBytes }) => ({ model, input: tryInputs(inputBytes, RUNS) }))
    const theirs = judge('tflm', jobs)
    const wrong: (Difference & { name: string })[] = []
    models.forEach(({ name, model }, index) => {
      const program = graphProgram(tfliteToTensorGraph(readTflite(model)))
      const { input } = jobs[index]!
      const ours = runtime.openGraph(program).run(new Uint8Array(input.buffer, 0, input.length))
      const difference = compare(new Int8Array(ours.buffer), theirs[index]!, program.outputBytes)
      if (difference.runs > 0 || new Set(ours).size < 5) wrong.push({ name, ...difference })
    })
    expect(wrong).toEqual([])
    expect(models.length).toBeGreaterThan(60)
  })
})
