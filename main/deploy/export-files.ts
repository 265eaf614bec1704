/** The files of each deployment package, as bytes. */
import { readModelPack } from '../../shared/codegen/model-pack.ts'
import { exportC } from '../../shared/codegen/export-c.ts'
import { makeRp2040Image } from '../flash/image.ts'
import type { TrainedModel } from '../services/model-store.ts'
import { prebuiltFirmware } from '../virtual/simulated-pico.ts'
import { readRuntimeSources } from './runtime-sources.ts'

export type ExportTarget = 'tflite' | 'c' | 'uf2'

export interface ExportedFile {
  path: string
  bytes: Uint8Array
}

export function exportFiles(target: ExportTarget, model: TrainedModel): ExportedFile[] {
  switch (target) {
    case 'tflite':
      return [{ path: 'model.tflite', bytes: model.tflite }]
    case 'uf2':
      return [{ path: 'pico.uf2', bytes: makeRp2040Image(prebuiltFirmware(), model.pack) }]
    case 'c': {
      const { hash } = readModelPack(model.pack)
      const files = exportC({
        pack: { bytes: model.pack, hash },
        model: model.quant,
        runtimeSources: readRuntimeSources(),
      })
      return files.map(({ path, text }) => ({ path, bytes: new TextEncoder().encode(text) }))
    }
  }
}
