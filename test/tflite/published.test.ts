import { describe, expect, it } from 'vitest'
import { exportGraphC } from '../../shared/codegen/export-c.ts'
import { programCost } from '../../shared/codegen/graph-cost.ts'
import { graphProgram } from '../../shared/codegen/graph-program.ts'
import { simplifyGraph } from '../../shared/quantize/simplify.ts'
import { compileAndRun, compileOnly, runtimeSources, unpackC } from '../support/c-project.ts'
import { NO_PYTHON } from '../support/python.ts'
import { NO_RUNTIME, testRuntime } from '../support/runtime.ts'
import { NO_DATA } from '../support/shared-data.ts'
import { missing } from '../support/tools.ts'
import { compare, judge } from './judge.ts'
import { goldenInputs, PUBLISHED, publishedModel, tryInputs } from './published.ts'

const MISSING = NO_DATA + NO_RUNTIME
const NO_GCC = missing('gcc')
const NO_CROSS = missing('arm-none-eabi-gcc', 'avr-gcc')

const MAIN = `#include "model.h"
#include <stdio.h>
int main(void) {
  static int8_t input[TML_INPUT_BYTES], output[TML_OUTPUT_BYTES];
  while (fread(input, sizeof input, 1, stdin) == 1) {
    tml_run(input, output);
    fwrite(output, sizeof output, 1, stdout);
  }
  return 0;
}
`

function signed(bytes: Uint8Array): Int8Array {
  return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length)
}

function unsigned(values: Int8Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.length)
}

describe.skipIf(MISSING)(`published int8 models${MISSING}`, () => {
  it.skipIf(NO_PYTHON).each(PUBLISHED)(
    `gives exactly the bytes of TensorFlow Lite Micro: $name, $runs inputs${NO_PYTHON}`,
    ({ name, runs }) => {
      const { bytes, graph, program } = publishedModel(name)
      const input = tryInputs(program.inputBytes, runs, goldenInputs(name))
      const [theirs] = judge('tflm', [{ model: bytes, input }])
      for (const one of [program, graphProgram(simplifyGraph(graph))]) {
        const ours = signed(testRuntime().openGraph(one).run(unsigned(input)))
        // Answers that are all alike would prove nothing.
        expect(new Set(ours).size).toBeGreaterThan(20)
        expect(compare(ours, theirs!, one.outputBytes)).toEqual({ runs: 0, largest: 0, answers: 0 })
      }
    },
  )

  it.skipIf(NO_GCC).each(PUBLISHED)(`gives the same bytes as exported C: $name${NO_GCC}`, ({ name }) => {
    const { graph, program } = publishedModel(name)
    const input = tryInputs(program.inputBytes, 20, goldenInputs(name))
    for (const single of [false, true]) {
      const ours = testRuntime().openGraph(program, { singleRounding: single }).run(unsigned(input))
      const project = unpackC(exportGraphC({ graph, runtimeSources: runtimeSources() }))
      const flags = ['-std=c99', '-O2', '-fsanitize=undefined,address', `-DTML_SINGLE_ROUNDING=${Number(single)}`]
      const theirs = compileAndRun(project, {
        main: MAIN,
        flags: [...flags, '-fno-sanitize-recover'],
        input: unsigned(input),
      })
      expect(theirs).toEqual(ours)
    }
  })

  it.skipIf(NO_CROSS).each(PUBLISHED)(
    `compiles for Cortex-M0+ and M4, small ones for AVR: $name${NO_CROSS}`,
    ({ name }) => {
      const { graph, program } = publishedModel(name)
      const project = unpackC(exportGraphC({ graph, runtimeSources: runtimeSources() }))
      compileOnly(project, 'arm-none-eabi-gcc', ['-std=c99', '-Os', '-mcpu=cortex-m0plus', '-mthumb'])
      compileOnly(project, 'arm-none-eabi-gcc', ['-std=c99', '-O2', '-mcpu=cortex-m4', '-mthumb'])
      // An AVR compiler refuses tables above 32 KB.
      if (programCost(graph, program).flashBytes < 30_000) {
        compileOnly(project, 'avr-gcc', ['-std=c99', '-Os', '-mmcu=atmega2560'])
      }
    },
  )
})
