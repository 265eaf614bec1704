import { describe, expect, it } from 'vitest'
import { graphProgram } from '../../shared/codegen/graph-program.ts'
import { readTflite } from '../../shared/tflite/read.ts'
import { tfliteToTensorGraph } from '../../shared/tflite/to-tensor-graph.ts'
import { NO_PYTHON } from '../support/python.ts'
import { NO_RUNTIME, testRuntime } from '../support/runtime.ts'
import { compare, type Difference, judge } from './judge.ts'
import { operatorModels } from './operator-models.ts'
import { tryInputs } from './published.ts'
import { type TensorSpec, writeModel } from './write-model.ts'

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

describe.skipIf(NO_RUNTIME)(`edges of int8 networks${NO_RUNTIME}`, () => {
  const run = (model: Uint8Array, input: Uint8Array): Uint8Array => {
    return testRuntime()
      .openGraph(graphProgram(tfliteToTensorGraph(readTflite(model))))
      .run(input)
  }

  it('take and give float32 as the runtime quantizes it', () => {
    const float: TensorSpec = { shape: [1, 9], type: 'float32' }
    const int8 = { shape: [1, 9], scales: [0.03], zeroPoint: -7 }
    const model = writeModel({
      tensors: [float, int8, float],
      operators: [
        { name: 'QUANTIZE', inputs: [0], outputs: [1] },
        { name: 'DEQUANTIZE', inputs: [1], outputs: [2] },
      ],
      inputs: [0],
      outputs: [2],
    })
    const values = Float32Array.of(0, 0.014, 0.016, -0.016, 1e30, -1e30, NaN, 3.615, -3.64)
    const scale = Math.fround(0.03)
    const runtime = testRuntime()
    const expected = runtime.dequantize(runtime.quantize(values, scale, -7), scale, -7)
    expect(new Float32Array(run(model, new Uint8Array(values.buffer)).buffer)).toEqual(expected)
    expect(expected[4]).toBeCloseTo(4.02, 5)
  })

  it('take and give unsigned bytes', () => {
    const unsigned: TensorSpec = { shape: [1, 256], type: 'uint8', scales: [0.03], zeroPoint: 128 }
    const model = writeModel({
      tensors: [unsigned, { shape: [1, 256], scales: [0.03], zeroPoint: 0 }, unsigned],
      operators: [
        { name: 'QUANTIZE', inputs: [0], outputs: [1] },
        { name: 'QUANTIZE', inputs: [1], outputs: [2] },
      ],
      inputs: [0],
      outputs: [2],
    })
    const all = Uint8Array.from({ length: 256 }, (_, index) => index)
    expect(run(model, all)).toEqual(all)
    const { steps } = tfliteToTensorGraph(readTflite(model))
    const middle = steps[0]!.operation
    if (middle.type !== 'lookup') return expect.unreachable(middle.type)
    // Byte 0 stands for −128 and byte 255 for 127; the table begins at the signed byte −128, which is 128.
    expect([middle.double[128], middle.double[127], middle.double[0]]).toEqual([-128, 127, 0])
  })

  it('are copied where an output is an input by another name', () => {
    const bytes = { shape: [1, 6], scales: [0.1], zeroPoint: 0 }
    const model = writeModel({
      tensors: [bytes, { ...bytes, shape: [2, 3] }],
      operators: [{ name: 'RESHAPE', inputs: [0], outputs: [1] }],
      inputs: [0],
      outputs: [1],
    })
    expect(run(model, Uint8Array.of(1, 2, 3, 4, 5, 250))).toEqual(Uint8Array.of(1, 2, 3, 4, 5, 250))
  })
})
