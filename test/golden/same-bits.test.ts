/** The same C sources as WebAssembly and as machine code of this computer give the same bits. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { projectRoot, resource } from '../../main/paths.ts'
import { encodeModelPack } from '../../shared/codegen/model-pack.ts'
import { newDspBlock } from '../../shared/dsp/registry.ts'
import type { PackUsual } from '../../shared/codegen/pack-anomaly.ts'
import {
  fixedBlock,
  randomModel,
  randomSignal,
  randomUsual,
  spectralBlock,
  testImpulse,
} from '../support/random-model.ts'
import { referenceSignals } from './reference.ts'
import { NO_RUNTIME, testRuntime } from '../support/runtime.ts'
import { missing } from '../support/tools.ts'

const skip = NO_RUNTIME || missing('gcc')
const builds = ['-O0', '-O2', '-O3 -march=native', '-O3 -std=gnu11 -march=native']
/** Rule: FP_CONTRACT is off by a flag or, where others choose the flags, by the sources themselves. */
const withoutContractFlag = builds.at(-1)

const impulses = {
  'spectral analysis': testImpulse([spectralBlock()]),
  'filters, decimation, low frequencies': testImpulse(
    [
      spectralBlock({ 'filter-type': 'low', 'filter-cutoff': 8, 'fft-length': 32 }),
      spectralBlock({ 'filter-type': 'high', 'filter-cutoff': 2, 'filter-order': 2, 'do-log': false }, 'high'),
      spectralBlock({ 'input-decimation-ratio': 3, 'extra-low-freq': true, 'fft-length': 8 }, 'slow'),
    ],
    { windowSizeMs: 3000 },
  ),
  'flatten and raw on some axes': testImpulse([
    { ...newDspBlock('flatten'), axes: ['accZ', 'accX'] },
    { ...newDspBlock('raw'), axes: ['accY'] },
  ]),
  'fixed point': testImpulse(
    [
      fixedBlock('spectral-analysis', { 'filter-type': 'low', 'filter-cutoff': 8, 'fft-length': 32 }),
      fixedBlock('spectral-analysis', { 'filter-type': 'high', 'filter-order': 2, 'do-log': false }, 'high'),
      fixedBlock('spectral-analysis', { 'input-decimation-ratio': 3, 'extra-low-freq': true, 'fft-length': 8 }, 'slow'),
    ],
    { windowSizeMs: 3000 },
  ),
  'MFCC and MFE in fixed point': testImpulse(
    [
      { ...fixedBlock('mfcc'), axes: ['left'] },
      { ...fixedBlock('mfe', { fft_length: 512 }), axes: ['right'] },
      { ...fixedBlock('mfcc', { win_size: 0 }, 'plain'), axes: ['right'] },
    ],
    { windowSizeMs: 130, windowIncreaseMs: 130, frequencyHz: 16_000, axes: ['left', 'right'] },
  ),
  image: testImpulse([newDspBlock('image'), { ...newDspBlock('image', 'grey'), params: { channels: 'Grayscale' } }]),
  'packed image': testImpulse([{ ...newDspBlock('image'), axes: ['accY'] }]),
  wavelets: testImpulse(
    [
      spectralBlock({ 'analysis-type': 'Wavelet', 'wavelet-level': 3, wavelet: 'bior6.8', 'filter-type': 'low' }),
      spectralBlock({ 'analysis-type': 'Wavelet', 'input-decimation-ratio': 3, wavelet: 'sym5' }, 'slow'),
    ],
    { windowSizeMs: 3000 },
  ),
  'blocks for any sensor': testImpulse([
    newDspBlock('normalization'),
    { ...newDspBlock('normalization', 'range'), params: { method: 'fixed-range', 'range-low': -3, 'range-high': 4 } },
    { ...newDspBlock('band-energies'), axes: ['accZ', 'accX'] },
    { ...newDspBlock('band-energies', 'shares'), params: { relative: true, 'window-function': 'none' } },
    newDspBlock('envelope'),
    newDspBlock('hjorth'),
    newDspBlock('peaks'),
    { ...newDspBlock('sensor-fusion'), params: { rates: '50, 7, 1', scales: '1, 0.1, 3', method: 'rms' } },
  ]),
  'older versions': testImpulse(
    [
      { ...newDspBlock('mfcc'), implementationVersion: 2, params: { num_filters: 12, num_cepstral: 10, pre_shift: 2 } },
      { ...newDspBlock('mfe'), implementationVersion: 1, params: { num_filters: 12 } },
      { ...newDspBlock('spectrogram'), implementationVersion: 3 },
      { ...newDspBlock('spectral-analysis'), implementationVersion: 3 },
      { ...newDspBlock('spectral-analysis', 'first'), implementationVersion: 1, params: { 'filter-type': 'high' } },
    ],
    { windowSizeMs: 130, windowIncreaseMs: 130, frequencyHz: 16_000, axes: ['audio'] },
  ),
  'MFCC, MFE, spectrogram': testImpulse(
    [newDspBlock('mfcc'), { ...newDspBlock('mfe'), axes: ['right'] }, newDspBlock('spectrogram')].map((block) => ({
      axes: ['left'],
      ...block,
    })),
    { windowSizeMs: 130, windowIncreaseMs: 130, frequencyHz: 16_000, axes: ['left', 'right'] },
  ),
}

/** Detectors beside networks: of the network's blocks, of others, and of some of both. */
const usuals: Record<string, PackUsual> = {
  'spectral analysis': randomUsual(testImpulse([spectralBlock()]), [spectralBlock()], 'clusters'),
  'flatten and raw on some axes': randomUsual(
    testImpulse([spectralBlock()]),
    [spectralBlock(), { ...newDspBlock('flatten'), axes: ['accZ', 'accX'] }],
    'mixture',
  ),
  image: randomUsual(testImpulse([newDspBlock('hjorth')]), [newDspBlock('hjorth'), newDspBlock('peaks')], 'mixture'),
}

/** Windows of noise, of tiny and large values, of one constant, and of a real recording where it is there. */
function windowsOf(rawLength: number): Float32Array[] {
  const real = referenceSignals().find((signal) => signal.name === 'accel_circle')
  const recorded = real
    ? [Float32Array.from({ length: rawLength }, (_, i) => real.values[i % real.values.length]!)]
    : []
  return [
    ...[1, 2, 3, 4].map((seed) => randomSignal(rawLength, seed)),
    randomSignal(rawLength, 5).map((value) => value * 1e-12),
    randomSignal(rawLength, 6).map((value) => value * 1e6),
    new Float32Array(rawLength).fill(9.81),
    new Float32Array(rawLength),
    ...recorded,
  ]
}

function hex(values: Float32Array | Int8Array): string {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('hex')
}

describe(`one source, the same bits${skip}`, () => {
  let folder = ''
  beforeAll(() => {
    mkdirSync(join(projectRoot, '.cache'), { recursive: true })
    folder = mkdtempSync(join(projectRoot, '.cache', 'same-bits-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  function compile(flags: string): string {
    const program = join(folder, flags.replaceAll(' ', ''))
    const sources = readdirSync(resource('runtime')).filter((name) => name.endsWith('.c'))
    const contract = flags === withoutContractFlag ? [] : ['-std=c99', '-ffp-contract=off']
    const warnings = ['-Wall', '-Wextra', '-Werror']
    const files = [join(projectRoot, 'test/golden/run_pack.c'), ...sources.map((name) => resource('runtime', name))]
    execFileSync('gcc', [
      ...contract,
      ...warnings,
      ...flags.split(' '),
      `-I${resource('runtime')}`,
      '-o',
      program,
      ...files,
    ])
    return program
  }

  it.skipIf(skip).each(builds)('gcc %s', (flags) => {
    const program = compile(flags)
    const runtime = testRuntime()
    for (const [name, impulse] of Object.entries(impulses)) {
      const network = { impulse, learnId: 'classifier', model: randomModel(impulse, 11) }
      const { bytes } = encodeModelPack({ ...network, usual: usuals[name] })
      const model = runtime.openPack(bytes)
      const windows = windowsOf(model.rawLength)
      const file = join(folder, 'windows.bin')
      const sizes = Buffer.from(Uint32Array.of(bytes.length, windows.length).buffer)
      writeFileSync(file, Buffer.concat([sizes, bytes, ...windows.map((window) => Buffer.from(window.buffer))]))
      const expected = windows.flatMap((window) => {
        const { features, input, output, anomaly } = model.classify(window)
        const strange = usuals[name] ? [`anomaly ${hex(anomaly)}`] : []
        return [`features ${hex(features)}`, `input ${hex(input)}`, `output ${hex(output)}`, ...strange]
      })
      const printed = execFileSync(program, [file], { encoding: 'utf8' }).trim().split('\n')
      expect({ name, printed }).toEqual({ name, printed: ['self-test 0', 'open 0', ...expected] })
    }
  })

  it.skipIf(NO_RUNTIME)('passes its own self-test as WebAssembly', () => {
    expect(testRuntime().selfTest().failed).toBeNull()
  })
})
