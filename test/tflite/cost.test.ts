import { describe, expect, it } from 'vitest'
import { exportGraphC } from '../../shared/codegen/export-c.ts'
import { programCost } from '../../shared/codegen/graph-cost.ts'
import { graphProgram } from '../../shared/codegen/graph-program.ts'
import type { TensorGraph } from '../../shared/quantize/tensor-graph.ts'
import { readTflite } from '../../shared/tflite/read.ts'
import { tfliteToTensorGraph } from '../../shared/tflite/to-tensor-graph.ts'
import { linkedBytes, runtimeSources, unpackC } from '../support/c-project.ts'
import { NO_DATA } from '../support/shared-data.ts'
import { missing } from '../support/tools.ts'
import { operatorModels } from './operator-models.ts'
import { PUBLISHED, publishedModel } from './published.ts'

const NO_CROSS = missing('arm-none-eabi-gcc', 'arm-none-eabi-size')
const MAIN = `#include "model.h"
int8_t input[TML_INPUT_BYTES], output[TML_OUTPUT_BYTES];
int main(void) {
  tml_run(input, output);
  return 0;
}
`

interface Sizes {
  linked: number
  estimated: number
}

function sizesOf(graph: TensorGraph): Sizes {
  const project = unpackC(exportGraphC({ graph, runtimeSources: runtimeSources() }))
  return { linked: linkedBytes(project, MAIN), estimated: programCost(graph, graphProgram(graph)).flashBytes }
}

describe.skipIf(NO_CROSS)(`flash of exported C${NO_CROSS}`, () => {
  it('is told within 150 bytes for networks of one operator', () => {
    const seen = new Set<string>()
    for (const { name, model } of operatorModels()) {
      const operator = name.split(' ')[0] ?? ''
      if (seen.has(operator)) continue
      seen.add(operator)
      const { linked, estimated } = sizesOf(tfliteToTensorGraph(readTflite(model)))
      if (Math.abs(linked - estimated) > 150) expect.unreachable(`${name}: ${linked} linked, ${estimated} told`)
    }
    expect(seen.size).toBeGreaterThan(15)
  })

  it.skipIf(NO_DATA).each(PUBLISHED)(`is told within 150 bytes or 3 %: $name${NO_DATA}`, ({ name }) => {
    const { linked, estimated } = sizesOf(publishedModel(name).graph)
    expect(Math.abs(linked - estimated)).toBeLessThan(Math.max(150, 0.03 * linked))
  })
})
