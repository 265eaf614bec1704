import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  compileAndRun,
  compileOnly,
  type CProject,
  linkedBytes,
  runtimeSources,
  unpackC,
} from '../../test/support/c-project.ts'
import { NO_DATA, sharedData } from '../../test/support/shared-data.ts'
import { missing } from '../../test/support/tools.ts'
import { int8Inputs, NET_SHAPES, randomFeatures, randomNet } from '../../test/tflite/nets.ts'
import { quantizeGraph } from '../quantize/convert.ts'
import type { QuantGraph } from '../quantize/graph.ts'
import { oracleRun } from '../quantize/oracle.test-support.ts'
import { readTflite } from '../tflite/read.ts'
import { tfliteToGraph } from '../tflite/to-graph.ts'
import { graphCost } from './cost.ts'
import { exportModelC } from './export-c.ts'
import { graphOutputs } from './layout.ts'

const NO_GCC = missing('gcc')
const NO_CROSS = missing('arm-none-eabi-gcc', 'avr-gcc', 'g++')

function unpack(graph: QuantGraph): CProject {
  return unpackC(exportModelC({ graph, runtimeSources: runtimeSources() }))
}

/** Reads inputs from standard input until it ends and writes the outputs. */
const MAIN = `#include "model.h"
#include <stdio.h>
int main(void) {
  int8_t in[TML_INPUT_BYTES], out[TML_OUTPUT_BYTES];
  while (fread(in, 1, sizeof in, stdin) == sizeof in) {
    tml_run(in, out);
    fwrite(out, 1, sizeof out, stdout);
  }
  return 0;
}
`

function runCompiled(graph: QuantGraph, input: Int8Array, flags: string[]): Int8Array {
  const bytes = new Uint8Array(input.buffer, input.byteOffset, input.byteLength)
  return new Int8Array(compileAndRun(unpack(graph), { main: MAIN, flags, input: bytes }))
}

function oracleAll(graph: QuantGraph, input: Int8Array, rounding: 'double' | 'single' = 'double'): Int8Array {
  const rows = input.length / graph.inputs
  const output = new Int8Array(rows * graphOutputs(graph))
  for (let row = 0; row < rows; row++) {
    const one = input.subarray(row * graph.inputs, (row + 1) * graph.inputs)
    output.set(oracleRun(graph, one, rounding), row * graphOutputs(graph))
  }
  return output
}

function netGraph(index: number): QuantGraph {
  const net = randomNet(NET_SHAPES[index]!, index + 1)
  return quantizeGraph(net, randomFeatures(net, 200, 5))
}

describe('C of a network', () => {
  it.skipIf(NO_GCC).each(NET_SHAPES.map(({ name }, index) => ({ name, index })))(
    `gives the exact model’s bytes: $name${NO_GCC}`,
    ({ index }) => {
      const graph = netGraph(index)
      const input = int8Inputs(graph.inputs, 500, 8)
      expect(runCompiled(graph, input, ['-std=c99', '-O2'])).toEqual(oracleAll(graph, input))
    },
  )

  it.skipIf(NO_GCC)(`gives them in GNU mode and at every optimisation level${NO_GCC}`, () => {
    const graph = netGraph(0)
    const input = int8Inputs(graph.inputs, 200, 9)
    const expected = oracleAll(graph, input)
    for (const level of ['-O0', '-O1', '-O3', '-Os']) {
      expect(runCompiled(graph, input, ['-std=gnu11', level])).toEqual(expected)
    }
  })

  it.skipIf(NO_GCC)(`rounds once where asked to${NO_GCC}`, () => {
    const graph = netGraph(5)
    const input = int8Inputs(graph.inputs, 1000, 3)
    const single = oracleAll(graph, input, 'single')
    expect(runCompiled(graph, input, ['-std=c99', '-O2', '-DTML_SINGLE_ROUNDING=1'])).toEqual(single)
  })

  it.skipIf(NO_CROSS)(`compiles for Cortex-M0+, Cortex-M4, AVR and as C++${NO_CROSS}`, () => {
    const project = unpack(netGraph(0))
    const m4 = ['-mcpu=cortex-m4', '-mthumb', '-mfpu=fpv4-sp-d16', '-mfloat-abi=hard']
    compileOnly(project, 'arm-none-eabi-gcc', ['-std=c99', '-Os', '-mcpu=cortex-m0plus', '-mthumb'])
    compileOnly(project, 'arm-none-eabi-gcc', ['-std=gnu11', '-O2', ...m4])
    compileOnly(project, 'avr-gcc', ['-std=c99', '-Os', '-mmcu=atmega2560'])
    compileOnly(project, 'g++', ['-x', 'c++', '-O2'])
  })

  it.skipIf(NO_CROSS)(`needs the flash that the cost model says${NO_CROSS}`, () => {
    const main =
      '#include "model.h"\nint main(void) { static int8_t i[TML_INPUT_BYTES], o[TML_OUTPUT_BYTES]; tml_run(i, o); return o[0]; }\n'
    for (const index of [0, 3, 5]) {
      const graph = netGraph(index)
      const real = linkedBytes(unpack(graph), main)
      const said = graphCost(graph).flashBytes
      expect(said).toBeGreaterThanOrEqual(real * 0.98)
      expect(said).toBeLessThanOrEqual(real + 300)
    }
  })

  it.skipIf(NO_GCC || NO_DATA)(`runs a published model${NO_GCC}${NO_DATA}`, () => {
    const graph = tfliteToGraph(readTflite(readFileSync(sharedData('models', 'ad01_int8', 'ad01_int8.tflite'))))
    const input = int8Inputs(graph.inputs, 20, 4)
    expect(runCompiled(graph, input, ['-std=c99', '-O2'])).toEqual(oracleAll(graph, input))
  })
})
