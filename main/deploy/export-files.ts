/** The files of each deployment package, as bytes. */
import { readFileSync, readdirSync } from 'node:fs'
import { zipSync } from 'fflate'
import type { z } from 'zod'
import type { TextFile } from '../../shared/codegen/c-text.ts'
import { exportArduino } from '../../shared/codegen/export-arduino.ts'
import { exportC, type ExportCOptions } from '../../shared/codegen/export-c.ts'
import { readModelPack } from '../../shared/codegen/model-pack.ts'
import type { exportTargetSchema } from '../../shared/contract/operations/deployment.ts'
import { makeRp2040Hex, makeRp2040Image } from '../flash/image.ts'
import { resource } from '../paths.ts'
import { readRuntimeFile } from '../runtime-file.ts'
import type { TrainedModel } from '../services/model-store.ts'
import { prebuiltFirmware } from '../virtual/simulated-pico.ts'
import { refuseCustomCode } from './custom-code.ts'
import { refuseWhatPicoCannotHold } from './pico-fits.ts'
import { readRuntimeSources } from './runtime-sources.ts'

export type ExportTarget = z.infer<typeof exportTargetSchema>

export interface ExportedFile {
  path: string
  bytes: Uint8Array
}

/** The same files always make the same archive. */
export function zipOf(files: ExportedFile[]): Uint8Array {
  const content = Object.fromEntries(files.map(({ path, bytes }) => [path, bytes]))
  return zipSync(content, { mtime: '1980-01-01T00:00:00' })
}

function asBytes(files: TextFile[]): ExportedFile[] {
  return files.map(({ path, text }) => ({ path, bytes: new TextEncoder().encode(text) }))
}

function cOptions(model: TrainedModel): ExportCOptions {
  const { hash } = readModelPack(model.pack)
  return { pack: { bytes: model.pack, hash }, model: model.quant, runtimeSources: readRuntimeSources() }
}

/** A loader, the runtime as the workbench itself uses it, and the model pack. */
function webFiles(model: TrainedModel): ExportedFile[] {
  const own = readdirSync(resource('web')).map((name) => ({ path: name, bytes: readFileSync(resource('web', name)) }))
  return [...own, { path: 'model.pack', bytes: model.pack }, { path: 'runtime.wasm', bytes: readRuntimeFile() }]
}

export function exportFiles(target: ExportTarget, model: TrainedModel): ExportedFile[] {
  if (target === 'uf2' || target === 'hex') {
    refuseCustomCode(model.impulse, 'The ready-made firmware')
    refuseWhatPicoCannotHold(model)
  }
  if (target === 'wasm') refuseCustomCode(model.impulse, 'The runtime of the web page')
  switch (target) {
    case 'tflite':
      return [{ path: 'model.tflite', bytes: model.tflite }]
    case 'uf2':
      return [{ path: 'pico.uf2', bytes: makeRp2040Image(prebuiltFirmware(), model.pack) }]
    case 'hex':
      return asBytes([{ path: 'pico.hex', text: makeRp2040Hex(prebuiltFirmware(), model.pack) }])
    case 'c':
      return asBytes(exportC(cOptions(model)))
    case 'arduino':
      return [{ path: 'tinyml_model.zip', bytes: zipOf(asBytes(exportArduino(cOptions(model)))) }]
    case 'wasm':
      return webFiles(model)
  }
}
