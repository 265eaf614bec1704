/** Taking the model away: files, flashing, and the proof that board and workbench compute the same. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import type { Handlers } from '../../shared/contract/api.ts'
import { AppError } from '../../shared/contract/errors.ts'
import type { Output } from '../../shared/contract/operations.ts'
import { loadBoardTable } from '../devices/board-table.ts'
import { type ExportTarget, exportFiles, type ExportedFile, zipOf } from '../deploy/export-files.ts'
import { checkParity } from '../deploy/parity.ts'
import { flashModel } from '../deploy/flash-model.ts'
import type { Context } from './context.ts'
import { trainedModel } from './model-store.ts'

type DeployHandlers = Pick<
  Handlers,
  'deploy/boards' | 'deploy/files' | 'deploy/download' | 'deploy/export' | 'deploy/flash' | 'parity/run'
>

export const FLASH_JOB = 'Flash'

export function deployHandlers(context: Context): DeployHandlers {
  const files = (target: ExportTarget): ExportedFile[] => exportFiles(target, trainedModel(context.project()))
  const sizes = (): Pick<Output<'deploy/files'>, 'flashBytes' | 'ramBytes' | 'macs'> => {
    const { flashBytes, ramBytes, macs } = trainedModel(context.project()).run
    return { flashBytes, ramBytes, macs }
  }

  return {
    'deploy/boards': () => loadBoardTable(),
    'deploy/files': ({ target }) => ({
      files: files(target).map(({ path, bytes }) => ({ path, bytes: bytes.length, text: asText(path, bytes) })),
      ...sizes(),
    }),
    'deploy/download': ({ target }) => {
      const list = files(target)
      const only = list[0]
      if (list.length === 1 && only) return { name: only.path, bytes: only.bytes }
      return { name: `model-${target}.zip`, bytes: zipOf(list) }
    },
    'deploy/export': ({ target, out, board }) => {
      if (target === 'uf2' || target === 'hex') checkImageBoard(board)
      return { files: writeAll(files(target), out), ...sizes() }
    },
    'deploy/flash': (input, call) =>
      context.jobs.run(
        { name: FLASH_JOB, page: 'deploy', signal: call.signal },
        (job) => {
          const port = input.port ?? context.devices.connection()?.port
          if (port === undefined) throw new AppError('device/none')
          return flashModel(context, { port, model: trainedModel(context.project()), signal: job.signal }, (step) => {
            job.progress(step.step, 0, 0)
            call.progress(step)
          })
        },
        ({ modelHash }) => `The board answered: it has model ${modelHash.slice(0, 6)}`,
      ),
    'parity/run': (input, call) =>
      context.jobs.run(
        { name: 'Check parity', page: 'parity', signal: call.signal },
        (job) =>
          checkParity(context, input, job.signal, (progress) => {
            job.progress(progress.stage, progress.done, progress.total)
            call.progress(progress)
          }),
        ({ stages }) => stages.map((stage) => `${stage.name}: ${stage.equal} of ${stage.compared}`).join('; '),
      ),
  }
}

/** The one board that there is firmware for. */
function checkImageBoard(id: string | undefined): void {
  if (id === undefined || id === 'pico') return
  const board = loadBoardTable().find((one) => one.id === id)
  throw new AppError('flash/wrong-board', {
    message: board
      ? `The workbench has no firmware that runs models on the ${board.name}.`
      : `There is no board "${id}" in the table.`,
    hint: 'Export the Arduino or C library for it, or use --board pico.',
  })
}

const TEXT_FILES = new Set(['.c', '.h', '.txt', '.md', '.json', '.js', '.mjs'])

function asText(path: string, bytes: Uint8Array): string | null {
  return TEXT_FILES.has(extname(path)) ? new TextDecoder().decode(bytes) : null
}

/** One file goes to `out` itself where that names a file; several go into the folder `out`. */
function writeAll(files: ExportedFile[], out: string): { path: string; bytes: number }[] {
  const only = files.length === 1 && extname(out) !== '' ? files[0] : undefined
  const targets = files.map((file) => ({ ...file, path: only ? out : join(out, file.path) }))
  try {
    for (const { path, bytes } of targets) {
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, bytes)
    }
  } catch (cause) {
    throw new AppError('export/failed', { message: `The files could not be written to ${out}.`, cause })
  }
  return targets.map(({ path, bytes }) => ({ path, bytes: bytes.length }))
}
