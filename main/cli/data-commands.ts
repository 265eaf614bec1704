/** `import`, `features`. */
import { existsSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { z } from 'zod'
import { AppError } from '../../shared/contract/errors.ts'
import type { Output } from '../../shared/contract/operations.ts'
import { SPLITS, type Split } from '../../shared/model/sample.ts'
import { endProgress, type OutputOptions, printResult, showProgress } from './output.ts'
import type { DataFormat } from '../datasets/export.ts'
import { misfits } from './misfits.ts'
import { readJson } from './read-json.ts'
import { withProject } from './session.ts'

export function positiveNumber(text: string): number {
  const value = Number(text)
  if (!(value > 0) || !Number.isFinite(value)) throw new InvalidArgumentError(`"${text}" is not a number above 0.`)
  return value
}

export function wholeNumber(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError(`"${text}" is not a whole number.`)
  return value
}

export function countAbove0(text: string): number {
  const value = wholeNumber(text)
  if (value === 0) throw new InvalidArgumentError('It is at least 1.')
  return value
}

function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`
}

interface ImportOptions extends OutputOptions {
  label?: string
  split: Split | 'auto'
  session?: string
  rate?: number
  format?: 'csv' | 'edge-impulse' | 'wav' | 'image'
  config?: string
}

export function dataCommands(program: Command): void {
  program
    .command('import')
    .description('read recordings from files, folders and ZIPs into a project')
    .argument('<file>', 'the project')
    .argument('<path...>', 'CSV, WAV, PNG, JPEG, BMP, Edge Impulse JSON or CBOR, a folder, or a ZIP')
    .option('--label <label>', 'label of all that is read')
    .addOption(new Option('--split <split>', 'where it goes').choices([...SPLITS, 'auto']).default('auto'))
    .option('--session <key>', 'the sitting it belongs to; a session is never split')
    .addOption(
      new Option('--format <format>', 'only files of this kind').choices(['csv', 'edge-impulse', 'wav', 'image']),
    )
    .option(
      '--config <config.json>',
      'settings for files that do not tell them: {"rateHz": 119}, and for tables {"rows": "samples", "target": "CO", "columns": ["T"], "missing": -200}',
    )
    .option('--rate <hz>', 'readings a second, for files without timestamps', positiveNumber)
    .action(importFiles)
  program
    .command('export-data')
    .description('write the dataset as other tools read it')
    .argument('<file>')
    .addOption(
      new Option('--format <format>').choices(['edge-impulse', 'csv', 'wav', 'json', 'cbor']).makeOptionMandatory(),
    )
    .requiredOption('--out <folder>', 'the folder to write')
    .action(exportData)
  program
    .command('features')
    .description('compute the features of all windows')
    .argument('<file>')
    .option('--out <features.json>', 'write them there')
    .action(features)
}

const configSchema = z.strictObject({
  rateHz: z.number().positive().optional(),
  rows: z.enum(['signal', 'samples']).optional(),
  target: z.string().min(1).optional(),
  columns: z.array(z.string().min(1)).optional(),
  missing: z.number().optional(),
})

function settingsOf({ rate, config }: ImportOptions): z.infer<typeof configSchema> {
  const told = rate === undefined ? {} : { rateHz: rate }
  if (config === undefined) return told
  const parsed = configSchema.safeParse(readJson(config))
  if (!parsed.success) {
    throw new AppError('file/unreadable', { message: `${config}: ${misfits(parsed.error)}` })
  }
  return { ...parsed.data, ...told }
}

async function importFiles(file: string, paths: string[], options: ImportOptions): Promise<void> {
  for (const path of paths) {
    if (!existsSync(path)) throw new AppError('file/not-found', { message: `There is no file or folder ${path}.` })
  }
  const result = await withProject(file, ({ call }) =>
    call(
      'samples/import',
      {
        paths: paths.map((path) => resolve(path)),
        split: options.split,
        ...(options.label === undefined ? {} : { label: options.label }),
        ...(options.session === undefined ? {} : { session: options.session }),
        ...(options.format === undefined ? {} : { format: options.format }),
        ...settingsOf(options),
      },
      ({ done, total, stage }) => showProgress(`${stage} ${done}/${total}`),
    ),
  )
  endProgress()
  for (const { path, reason } of result.skipped) process.stderr.write(`Skipped ${path}: ${reason}\n`)
  for (const note of result.notes) process.stderr.write(`${note}\n`)
  printResult(options, result, [
    `${counted(result.taken, 'sample')} taken, ${counted(result.skipped.length, 'file')} skipped, ${counted(result.duplicates, 'duplicate')}.`,
    ...Object.entries(result.labels).map(([label, count]) => `  ${label}: ${count}`),
  ])
}

async function exportData(file: string, options: OutputOptions & { format: DataFormat; out: string }): Promise<void> {
  const result = await withProject(file, ({ call }) =>
    call('samples/export', { format: options.format, out: resolve(options.out) }),
  )
  printResult(options, result, [`${result.files.length} files in ${options.out}`])
}

async function features(file: string, options: OutputOptions & { out?: string }): Promise<void> {
  await withProject(file, async ({ call }) => {
    const report = await call('features/compute', {}, ({ done, total }) => showProgress(`features ${done}/${total}`))
    endProgress()
    if (options.out !== undefined) writeFeatures(options.out, await call('features/get', {}))
    printResult(options, report, [
      `${report.windows} windows, ${report.featuresPerWindow} features each, ${report.ms.toFixed(0)} ms${report.cached ? ' (kept from before)' : ''}.`,
    ])
  })
}

function writeFeatures(out: string, set: Output<'features/get'>): void {
  const rows = Array.from({ length: set.sampleId.length }, (_, row) =>
    Array.from(set.features.subarray(row * set.featuresPerWindow, (row + 1) * set.featuresPerWindow)),
  )
  const content = {
    features: rows,
    featureNames: set.featureNames,
    labels: set.labels,
    sampleIds: Array.from(set.sampleId),
    startMs: Array.from(set.startMs),
  }
  try {
    writeFileSync(out, JSON.stringify(content))
  } catch (cause) {
    throw new AppError('file/not-writable', { message: `${out} cannot be written.`, cause })
  }
}
