import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { encodeModelPack } from '../../shared/codegen/model-pack.ts'
import { newDspBlock } from '../../shared/dsp/registry.ts'
import { readZip } from '../../shared/formats/zip.ts'
import { quantizeNetwork } from '../../shared/quantize/convert.ts'
import { layerModels } from '../../test/tflite/layer-models.ts'
import { randomFeatures } from '../../test/tflite/nets.ts'
import { randomModel, randomSignal, spectralBlock, testImpulse } from '../../test/support/random-model.ts'
import { NO_RUNTIME, testRuntime } from '../../test/support/runtime.ts'
import { missing } from '../../test/support/tools.ts'
import { makeRp2040Image } from '../flash/image.ts'
import { MODEL_ADDRESS } from '../virtual/pico-memory.ts'
import { projectRoot } from '../paths.ts'
import { prebuiltFirmware } from '../virtual/simulated-pico.ts'
import type { TrainedModel } from '../services/model-store.ts'
import { exportFiles, type ExportedFile } from './export-files.ts'

const NO_CROSS = missing('arm-none-eabi-gcc', 'g++')

function modelOf(impulse: ReturnType<typeof testImpulse>, quant: TrainedModel['quant']): TrainedModel {
  const pack = encodeModelPack({ impulse, learnId: 'classifier', model: quant })
  // Only what the packages are made of.
  return { quant, pack: pack.bytes, impulse, tflite: new Uint8Array() } as unknown as TrainedModel
}

const impulse = testImpulse([spectralBlock({ 'filter-type': 'low', 'filter-cutoff': 9 }), newDspBlock('flatten')])
const model = modelOf(impulse, randomModel(impulse, 3))

function unpacked(files: ExportedFile[]): string {
  mkdirSync(join(projectRoot, '.cache'), { recursive: true })
  const folder = mkdtempSync(join(projectRoot, '.cache', 'export-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const { path, bytes } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), bytes)
  }
  return folder
}

describe('package for the web', () => {
  it.skipIf(NO_RUNTIME)(`classifies in Node as the workbench does${NO_RUNTIME}`, () => {
    const folder = unpacked(exportFiles('wasm', model))
    const pack = testRuntime().openPack(model.pack)
    const step = pack.strideRows * pack.axes
    const readings = randomSignal(pack.rawLength + 4 * step, 5)
    writeFileSync(join(folder, 'readings.json'), JSON.stringify([...readings]))
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
    const lines = execFileSync(process.execPath, ['example.mjs', 'readings.json'], { cwd: folder, encoding: 'utf8' })
    const expected = [0, 1, 2, 3, 4].map((window) => {
      const { scores } = pack.classify(readings.slice(window * step, window * step + pack.rawLength))
      const best = scores.indexOf(Math.max(...scores))
      const seconds = ((window * pack.strideRows) / pack.rateHz).toFixed(3)
      return `${seconds} s  ${pack.labels[best]}  ${scores[best]!.toFixed(3)}`
    })
    expect(lines.trim().split('\n')).toEqual(expected)
    pack.dispose()
  })

  it.skipIf(NO_RUNTIME)(`answers values of a regression, and says what is wrong${NO_RUNTIME}`, async () => {
    const { float } = layerModels().find(({ name }) => name.startsWith('regression'))!
    const raw = testImpulse([newDspBlock('raw')], { axes: ['value'], windowSizeMs: 10 * float.inputs })
    const values = modelOf(raw, quantizeNetwork(float, randomFeatures(float, 40, 2)))
    const folder = unpacked(exportFiles('wasm', values))
    const script = `import { loadClassifier } from './classifier.js'
      const classifier = await loadClassifier()
      console.log(JSON.stringify(classifier.classify(${JSON.stringify([...randomFeatures(float, 1, 8)])}).scores))
      try { classifier.classify([1]) } catch (error) { console.log(error.message) }
      try { await loadClassifier({ pack: new Uint8Array(300) }) } catch (error) { console.log(error.message) }`
    writeFileSync(join(folder, 'try.mjs'), script)
    const lines = execFileSync(process.execPath, ['try.mjs'], { cwd: folder, encoding: 'utf8' }).trim().split('\n')
    const pack = testRuntime().openPack(values.pack)
    expect(JSON.parse(lines[0]!)).toEqual([...pack.classify(randomFeatures(float, 1, 8)).scores])
    expect(lines[1]).toBe('The model takes 20 numbers a window, not 1.')
    expect(lines[2]).toBe('This is not a model pack.')
    pack.dispose()
  })
})

/** As much of Arduino's own header as the sketch uses. */
const ARDUINO = `#include <string.h>
struct SerialPort {
  void begin(long) {}
  void setTimeout(long) {}
  float parseFloat() { return 0.0f; }
  void readStringUntil(char) {}
  template <typename T> void print(T) {}
  void print(float, int) {}
  template <typename T> void println(T) {}
};
static SerialPort Serial;
`

describe('Arduino library', () => {
  const [zip] = exportFiles('arduino', model)

  it('has the folders the Arduino IDE wants', () => {
    const paths = readZip(zip!.bytes).map(({ path }) => path)
    expect(paths).toContain('tinyml_model/library.properties')
    expect(paths).toContain('tinyml_model/src/tinyml_model.h')
    expect(paths).toContain('tinyml_model/src/impulse.c')
    expect(paths).toContain('tinyml_model/examples/classify/classify.ino')
    expect(exportFiles('arduino', model)[0]!.bytes).toEqual(zip!.bytes)
  })

  it.skipIf(NO_CROSS)(`compiles with its sketch${NO_CROSS}`, () => {
    const folder = unpacked(readZip(zip!.bytes))
    const src = join(folder, 'tinyml_model', 'src')
    const sketch = `-include ${join(folder, 'Arduino.h')} -x c++ ${join(folder, 'tinyml_model/examples/classify/classify.ino')}`
    writeFileSync(join(folder, 'Arduino.h'), ARDUINO)
    execFileSync('sh', ['-c', `g++ -Wall -Wextra -Werror -I${src} -fsyntax-only ${sketch}`])
    execFileSync('sh', [
      '-c',
      `cd ${folder} && arm-none-eabi-gcc -std=gnu11 -Os -Wall -Wextra -Werror -mcpu=cortex-m0plus -mthumb -c ${src}/*.c`,
    ])
  })
})

describe('Intel HEX', () => {
  it('holds firmware and model where the UF2 file puts them', () => {
    const text = new TextDecoder().decode(exportFiles('hex', model)[0]!.bytes)
    const found = new Map<number, number>()
    let high = 0
    for (const line of text.trim().split('\n')) {
      const bytes = Uint8Array.from(line.slice(1).match(/../g)!, (pair) => Number.parseInt(pair, 16))
      expect(bytes.reduce((sum, byte) => (sum + byte) & 0xff, 0)).toBe(0)
      const [count = 0, a = 0, b = 0, type = 0] = bytes
      if (type === 4) high = ((bytes[4]! << 8) | bytes[5]!) * 2 ** 16
      if (type === 0) for (let at = 0; at < count; at++) found.set(high + (a << 8) + b + at, bytes[4 + at]!)
    }
    expect(text.trim().endsWith(':00000001FF')).toBe(true)
    model.pack.forEach((byte, at) => expect(found.get(MODEL_ADDRESS + at)).toBe(byte))
    const uf2 = makeRp2040Image(prebuiltFirmware(), model.pack)
    const view = new DataView(uf2.buffer, uf2.byteOffset)
    for (let block = 0; block < uf2.length; block += 512) {
      const address = view.getUint32(block + 12, true)
      for (let at = 0; at < 256; at += 17) expect(found.get(address + at)).toBe(uf2[block + 32 + at])
    }
  })
})
