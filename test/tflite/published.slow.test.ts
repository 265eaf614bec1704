import { describe, expect, it } from 'vitest'
import { graphProgram } from '../../shared/codegen/graph-program.ts'
import { simplifyGraph } from '../../shared/quantize/simplify.ts'
import { NO_PYTHON } from '../support/python.ts'
import { NO_RUNTIME, testRuntime } from '../support/runtime.ts'
import { NO_DATA } from '../support/shared-data.ts'
import { compare, judge } from './judge.ts'
import { goldenInputs, PUBLISHED, publishedModel, tryInputs } from './published.ts'

const MISSING = NO_DATA + NO_RUNTIME + NO_PYTHON
const RUNS = 10_000

describe.skipIf(MISSING)(`published int8 models at length${MISSING}`, () => {
  it.each(PUBLISHED)(
    `gives exactly the bytes of TensorFlow Lite Micro on ${RUNS} inputs: $name`,
    { timeout: 1_800_000 },
    ({ name }) => {
      const { bytes, graph, program } = publishedModel(name)
      // As many at once as memory holds comfortably.
      const batch = Math.min(RUNS, Math.floor(20_000_000 / program.inputBytes))
      const models = [program, graphProgram(simplifyGraph(graph))].map((one) => testRuntime().openGraph(one))
      for (let done = 0; done < RUNS; done += batch) {
        const count = Math.min(batch, RUNS - done)
        const input = tryInputs(program.inputBytes, count, done === 0 ? goldenInputs(name) : [], done)
        const [theirs] = judge('tflm', [{ model: bytes, input }])
        for (const model of models) {
          const ours = model.run(new Uint8Array(input.buffer, 0, input.length))
          expect(compare(new Int8Array(ours.buffer), theirs!, program.outputBytes).runs).toBe(0)
        }
      }
    },
  )
})
