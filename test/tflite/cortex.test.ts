import { describe, expect, it } from 'vitest'
import { exportGraphC } from '../../shared/codegen/export-c.ts'
import { graphProgram } from '../../shared/codegen/graph-program.ts'
import { simplifyGraph } from '../../shared/quantize/simplify.ts'
import { runtimeSources, unpackC } from '../support/c-project.ts'
import { NO_CORTEX, runOnCortex } from '../support/cortex.ts'
import { NO_RUNTIME, testRuntime } from '../support/runtime.ts'
import { NO_DATA } from '../support/shared-data.ts'
import { goldenInputs, PUBLISHED, publishedModel, tryInputs } from './published.ts'

const MISSING = NO_CORTEX + NO_RUNTIME + NO_DATA
/** The bigger ones take a minute of compiling and emulating. */
const MODELS = process.env['TINYML_SLOW'] === '1' ? PUBLISHED : PUBLISHED.slice(0, 4)
const CORES = [
  { core: 'Cortex-M4', flags: ['-mcpu=cortex-m4', '-O2'] },
  // Its instructions are a part of the M4's, so the same machine runs them.
  { core: 'Cortex-M0+', flags: ['-mcpu=cortex-m0plus', '-Os'] },
]

describe.skipIf(MISSING)(`exported C on an emulated Cortex-M${MISSING}`, () => {
  it.each(MODELS.flatMap(({ name }) => CORES.map((core) => ({ name, ...core }))))(
    'gives the bytes of the workbench: $name on $core',
    ({ name, flags }) => {
      const graph = simplifyGraph(publishedModel(name).graph)
      const program = graphProgram(graph)
      const input = tryInputs(program.inputBytes, 4, goldenInputs(name).slice(0, 2))
      const ours = testRuntime()
        .openGraph(program)
        .run(new Uint8Array(input.buffer, 0, input.length))
      const project = unpackC(exportGraphC({ graph, runtimeSources: runtimeSources() }))
      expect(runOnCortex(project, input, flags)).toEqual(new Int8Array(ours.buffer))
    },
  )
})
