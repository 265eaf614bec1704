/** The anomaly detector that goes onto boards beside a network: one pack, one name. */
import { encodeModelPack, readModelPack } from '../../shared/codegen/model-pack.ts'
import type { PackUsual } from '../../shared/codegen/pack-anomaly.ts'
import type { Impulse } from '../../shared/model/impulse.ts'
import type { Run } from '../../shared/model/run.ts'
import { partsOf } from '../../shared/runtime/anomaly-params.ts'
import type { ProjectFile } from '../project/project-file.ts'
import { anomalyBlock, keptUsual, type KeptUsual } from './anomaly-store.ts'
import { decodeImpulse, decodeModel } from './blob-codec.ts'
import { perRevision } from './per-revision.ts'

/** Code of the score on a Cortex-M0+ at -Os, measured with arm-none-eabi-gcc 12.2; its functions the features have. */
const CODE_BYTES = 700

export interface WithUsual {
  /** The run as it is deployed: its pack's name, and what it costs with the detector. */
  run: Run
  pack: Uint8Array
  usual: PackUsual
}

const made = perRevision<WithUsual | 'none'>()

/** Null where nothing is learned of what is usual, or not from the same readings and blocks as the run. */
export function withUsual(project: ProjectFile, run: Run): WithUsual | null {
  const impulse = run.impulseId === project.impulses().active ? project.impulse() : null
  const block = impulse && anomalyBlock(impulse, undefined)
  const kept = block && keptUsual(project, block.id)
  if (!kept) return null
  const found = made(
    project,
    `${run.id} ${kept.madeOf} ${kept.model.threshold}`,
    () => join(project, run, kept) ?? 'none',
  )
  return found === 'none' ? null : found
}

function join(project: ProjectFile, run: Run, kept: KeptUsual): WithUsual | null {
  const [impulseBlob, quantBlob, packBlob] = ['impulse', 'quant', 'pack'].map((kind) => project.runBlob(run.id, kind))
  // What is missing is said where the model itself is read.
  if (!impulseBlob || !quantBlob || !packBlob) return null
  const impulse = decodeImpulse(impulseBlob)
  const usual = usualOf(impulse, kept)
  if (!usual) return null
  const pack = encodeModelPack({ impulse, learnId: run.learnId, model: decodeModel(quantBlob), usual })
  const [before, after] = [readModelPack(packBlob), readModelPack(pack.bytes)]
  return {
    run: {
      ...run,
      modelHash: pack.hash,
      flashBytes: run.flashBytes + after.bytes - before.bytes + CODE_BYTES,
      ramBytes: run.ramBytes + after.arenaBytes - before.arenaBytes,
      macs: run.macs + partsOf(usual.model) * usual.model.places.length,
    },
    pack: pack.bytes,
    usual,
  }
}

/** Only together with the readings and blocks that it learned from: other features would mean something else. */
function usualOf(impulse: Impulse, { input, dsp, model }: KeptUsual): PackUsual | null {
  if (!input || !dsp || readingsOf(input) !== readingsOf(impulse.input)) return null
  const own = new Map(impulse.dsp.map((block) => [block.id, JSON.stringify(block)]))
  const same = dsp.every((block) => (own.get(block.id) ?? JSON.stringify(block)) === JSON.stringify(block))
  return same ? { blocks: dsp, model } : null
}

/** From one window to the next is another question. */
function readingsOf(input: Impulse['input']): string {
  return JSON.stringify({ ...input, windowIncreaseMs: 0, classificationWindowIncreaseMs: 0 })
}
