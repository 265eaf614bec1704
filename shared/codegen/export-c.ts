/** The C export: a folder whose every `.c` file is compiled together. */
import { deployedGraph, type QuantModel } from '../quantize/quant-model.ts'
import { cComment, collectRuntime, type TextFile } from './c-text.ts'
import { selfTestFor } from './self-test.ts'
import type { TensorGraph } from '../quantize/tensor-graph.ts'
import { emitGraph } from './emit-graph.ts'
import { emitImpulse } from './emit-impulse.ts'
import { type PackInput, readPackInput } from './pack-blocks.ts'

/** Texts of `resources/runtime`, by file name. */
export type RuntimeSources = Record<string, string>

const COMPILE = `Compile
  Every .c file of this folder is compiled together with your own program, in C99 or later, at any optimisation level:
    gcc -std=c99 -O2 -ffp-contract=off -c *.c
  Never with -ffast-math or -Ofast: they change the results, and the build stops with a message.
  No libraries are needed but memcpy and memset, which every C library has. C++ programs include the headers as they are.
  The static memory belongs to these files: call from one thread at a time.
  On AVR the constants lie in RAM as well, as the compiler places them there.
`

const MODEL_USE = `Use
  #include "model.h"
    int8_t input[TML_INPUT_BYTES], output[TML_OUTPUT_BYTES];
    tml_run(input, output);
  A real value x goes in as round(x / TML_INPUT_SCALE) + TML_INPUT_ZERO_POINT, kept within -128 ... 127.
  An output q means (q - TML_OUTPUT_ZERO_POINT) x TML_OUTPUT_SCALE.
`

const ANOMALY_USE = `  Then tml_anomaly() > TML_ANOMALY_THRESHOLD says that the window is unlike anything seen in training.
`

function impulseUse(input: PackInput): string {
  return `Use
  #include "impulse.h"
    float raw[TML_RAW_LENGTH], scores[TML_LABEL_COUNT];
    if (tml_classify(raw, scores) == 0) { /* scores[i] belongs to tml_labels[i] */ }
  raw holds ${input.rows} readings of ${input.axes} axes at ${input.rateHz} readings a second, reading by reading:
  ${input.axisNames.map(cComment).join(', ')}, then the next reading.
${input.anomaly ? ANOMALY_USE : ''}`
}

const CHECK = `Check
  #include "tml_selftest.h"
    uint32_t hashes[TML_SELF_TEST_GROUPS]; static float scratch[TML_SELF_TEST_SCRATCH_FLOATS];
    tml_self_test(hashes, scratch) answers 0 where this compiler and processor give the arithmetic the model was tested
    with, else 1 + the group that differs. Leave the call out of the final program; the linker then drops it.
`

/** C of a network: `model.h`, `model.c`, its kernels and a README. */
export function exportGraphC(options: { graph: TensorGraph; runtimeSources: RuntimeSources }): TextFile[] {
  const own = emitGraph(options.graph)
  const readme = `An int8 network in C, exported by the TinyML Workbench.\n\n${MODEL_USE}\n${COMPILE}`
  return [...own, ...collectRuntime(own, options.runtimeSources), { path: 'README.txt', text: readme }]
}

export interface ExportCOptions {
  /** The model pack of the same impulse and network: its DSP parameters and its hash go into the C. */
  pack: { bytes: Uint8Array; hash: string }
  model: QuantModel
  runtimeSources: RuntimeSources
}

/** C of the whole impulse: `impulse.*`, `model.*`, the runtime's files they need and a README. */
export function exportC({ pack, model, runtimeSources }: ExportCOptions): TextFile[] {
  const input = readPackInput(pack.bytes)
  const own = [
    ...emitImpulse({ input, model, modelHash: pack.hash }),
    ...emitGraph(deployedGraph(model)),
    ...selfTestFor(input, runtimeSources),
  ]
  const runtime = collectRuntime(own, runtimeSources)
  const title = `An impulse in C, exported by the TinyML Workbench.\nModel ${pack.hash}\n`
  const readme = [title, impulseUse(input), MODEL_USE.replace('Use', 'The network alone'), COMPILE, CHECK].join('\n')
  return [...own, ...runtime, { path: 'README.txt', text: readme }]
}
