/** Hostile model packs under the address and undefined-behaviour sanitizers: nothing is read outside its bytes. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectRoot, resource } from '../../main/paths.ts'
import { encodeModelPack } from '../../shared/codegen/model-pack.ts'
import { newDspBlock } from '../../shared/dsp/registry.ts'
import { quantizeNetwork } from '../../shared/quantize/convert.ts'
import { fixedBlock, randomModel, randomUsual, spectralBlock, testImpulse } from '../support/random-model.ts'
import { missing } from '../support/tools.ts'
import { layerModels } from '../tflite/layer-models.ts'
import { randomFeatures } from '../tflite/nets.ts'

const skip = missing('gcc')
/** Of each pack; enough of them were tried at length when the interpreter was written. */
const CASES = 2000
const impulses = [
  testImpulse(
    [
      spectralBlock({ 'input-decimation-ratio': 3, 'extra-low-freq': true, 'fft-length': 8 }),
      spectralBlock({ 'filter-type': 'low', 'filter-cutoff': 9 }, 'low'),
    ],
    { windowSizeMs: 3000 },
  ),
  testImpulse(
    [spectralBlock({ 'analysis-type': 'Wavelet', 'filter-type': 'low', 'input-decimation-ratio': 3, wavelet: 'haar' })],
    { windowSizeMs: 2000 },
  ),
  testImpulse([newDspBlock('image')]),
  testImpulse(
    [
      fixedBlock('spectral-analysis', { 'input-decimation-ratio': 3, 'extra-low-freq': true, 'fft-length': 8 }),
      fixedBlock('spectral-analysis', { 'filter-type': 'low', 'filter-cutoff': 9 }, 'low'),
    ],
    { windowSizeMs: 3000 },
  ),
  testImpulse([fixedBlock('mfcc'), fixedBlock('mfe', { fft_length: 512 })], {
    windowSizeMs: 60,
    frequencyHz: 16_000,
    axes: ['audio'],
  }),
  testImpulse([newDspBlock('raw'), { ...newDspBlock('flatten'), params: { moving_avg_num_windows: 4 } }]),
  testImpulse([{ ...newDspBlock('spectral-analysis'), implementationVersion: 1, params: { 'filter-type': 'low' } }]),
  testImpulse(
    ['normalization', 'band-energies', 'envelope', 'hjorth', 'peaks', 'sensor-fusion'].map((id) => newDspBlock(id)),
  ),
  testImpulse([newDspBlock('mfcc'), newDspBlock('mfe'), newDspBlock('spectrogram')], {
    windowSizeMs: 60,
    frequencyHz: 16_000,
    axes: ['audio'],
  }),
]

describe(`hostile model packs${skip}`, () => {
  it.skipIf(skip)('never make the interpreter reach outside', { timeout: 180_000 }, () => {
    mkdirSync(join(projectRoot, '.cache'), { recursive: true })
    const folder = mkdtempSync(join(projectRoot, '.cache', 'fuzz-pack-'))
    try {
      const packs = impulses.map((impulse, index) => {
        const path = join(folder, `${index}.pack`)
        writeFileSync(path, encodeModelPack({ impulse, learnId: 'classifier', model: randomModel(impulse, 1) }).bytes)
        return path
      })
      const [first] = impulses
      const beside = randomUsual(first!, [first!.dsp[1]!, newDspBlock('hjorth')], 'mixture')
      const network = { impulse: first!, learnId: 'classifier', model: randomModel(first!, 1) }
      packs.push(join(folder, 'anomaly.pack'))
      writeFileSync(packs.at(-1)!, encodeModelPack({ ...network, usual: beside }).bytes)
      layerModels().forEach(({ float }, index) => {
        const model = quantizeNetwork(float, randomFeatures(float, 5, 1))
        const impulse = testImpulse([newDspBlock('raw')], { axes: ['value'], windowSizeMs: 10 * float.inputs })
        const path = join(folder, `network ${index}.pack`)
        writeFileSync(path, encodeModelPack({ impulse, learnId: 'classifier', model }).bytes)
        packs.push(path)
      })
      const program = join(folder, 'fuzz')
      const sources = readdirSync(resource('runtime')).filter((name) => name.endsWith('.c'))
      const flags = ['-std=c99', '-O1', '-g', '-ffp-contract=off', '-fsanitize=address,undefined']
      const include = ['-fno-sanitize-recover=all', `-I${resource('runtime')}`, '-o', program]
      const files = [join(projectRoot, 'test/golden/fuzz_pack.c'), ...sources.map((name) => resource('runtime', name))]
      execFileSync('gcc', [...flags, ...include, ...files])
      const run = spawnSync(program, [String(CASES), ...packs], { encoding: 'utf8' })
      expect(run.stderr).toBe('')
      expect(run.status).toBe(0)
      // Enough of them open for the running itself to be tried.
      expect(Number(run.stdout)).toBeGreaterThan(CASES / 10)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
