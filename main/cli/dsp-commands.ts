/** `dsp list`, `dsp run`: so that anybody can compare a block with another tool. */
import { type Command } from 'commander'
import { z } from 'zod'
import { AppError } from '../../shared/contract/errors.ts'
import { dspBlocks, extractFeatures, findBlock, newDspBlock, readyBlock } from '../../shared/dsp/registry.ts'
import { parameterValueSchema } from '../../shared/model/impulse.ts'
import { getRuntime } from '../runtime-file.ts'
import { positiveNumber, wholeNumber } from './data-commands.ts'
import { type OutputOptions, printResult } from './output.ts'
import { readJson } from './read-json.ts'

const numbers = z.array(z.number())
const signalSchema = z.union([numbers.min(1), z.array(numbers)])
const paramsSchema = z.record(z.string(), parameterValueSchema)

interface RunOptions extends OutputOptions {
  block: string
  params?: string
  rate: number
  axes: number
  in: string
}

interface Extracted {
  features: number[]
  shape: number[]
  labels: string[]
}

export function dspCommands(dsp: Command): void {
  dsp.command('list').description('the blocks and their parameters').action(list)
  dsp
    .command('run')
    .description('the features of one signal, or of several')
    .requiredOption('--block <id>', 'for example spectral-analysis')
    .option('--params <params.json>', 'parameters; defaults where absent')
    .requiredOption('--rate <hz>', 'readings a second', positiveNumber)
    .option('--axes <n>', 'axes of the signal', wholeNumber, 1)
    .requiredOption('--in <signal.json>', 'interleaved values, or an array of such arrays')
    .action(run)
}

function list(options: OutputOptions): void {
  const blocks = dspBlocks.map(({ id, name, description, implementationVersions, parameters }) => ({
    id,
    name,
    description,
    implementationVersions,
    parameters,
  }))
  printResult(
    options,
    { blocks },
    blocks.flatMap((block) => [
      `${block.id}: ${block.description}`,
      ...block.parameters.map((one) => `  ${one.id} = ${String(one.default)}  ${one.help}`),
    ]),
  )
}

function readParsed<T>(file: string, schema: z.ZodType<T>, wanted: string): T {
  const parsed = schema.safeParse(readJson(file))
  if (parsed.success) return parsed.data
  throw new AppError('file/unreadable', { message: `${file} is not ${wanted}.`, hint: z.prettifyError(parsed.error) })
}

function run(options: RunOptions): void {
  const signal = readParsed(options.in, signalSchema, 'an array of numbers, or an array of such arrays')
  const batch = signal.filter((one) => Array.isArray(one))
  const params = options.params === undefined ? {} : readParsed(options.params, paramsSchema, 'an object of parameters')
  if (batch.length === signal.length) {
    const started = performance.now()
    const results = batch.map((one) => extract(one, options, params).features)
    const ms = performance.now() - started
    return printResult(options, { batch: results, ms }, [
      ...results.map((features) => features.join(' ')),
      `${results.length} signals in ${ms.toFixed(1)} ms`,
    ])
  }
  const result = extract(
    signal.filter((one) => typeof one === 'number'),
    options,
    params,
  )
  printResult(options, result, [
    ...result.labels.map((label, index) => `${label}\t${result.features[index]}`),
    `shape ${result.shape.join(' × ')}`,
  ])
}

function extract(
  signal: number[],
  { block: id, rate, axes }: RunOptions,
  params: z.infer<typeof paramsSchema>,
): Extracted {
  const { implementationVersion, ...own } = params
  const block = newDspBlock(id)
  Object.assign(block.params, own)
  if (implementationVersion !== undefined) block.implementationVersion = Number(implementationVersion)
  if (axes < 1 || signal.length % axes !== 0) {
    throw new AppError('dsp/bad-signal', {
      message: `${signal.length} values are no whole readings of ${axes} axes.`,
      hint: 'Give the number of axes with --axes.',
    })
  }
  if (signal.length === 0) throw new AppError('dsp/bad-signal', { message: 'The signal is empty.' })
  const names = axes === 3 ? ['accX', 'accY', 'accZ'] : Array.from({ length: axes }, (_, index) => `axis${index + 1}`)
  const context = { rateHz: rate, rows: signal.length / axes, axes: names }
  const window = {
    values: Float32Array.from(signal),
    stride: axes,
    rows: context.rows,
    axes: names.map((_name, index) => index),
    starts: Int32Array.of(0),
  }
  const features = Array.from(extractFeatures(getRuntime(), block, window, context))
  const { params: complete } = readyBlock(block, context)
  const type = findBlock(id)
  const shape = type.shape?.(complete, context) ?? [features.length]
  return { features, shape, labels: type.featureNames(complete, context) }
}
