/** `dsp list`, `dsp run`: so that anybody can compare a block with another tool. */
import { type Command } from 'commander'
import { z } from 'zod'
import { AppError } from '../../shared/contract/errors.ts'
import type { DspContext } from '../../shared/dsp/block.ts'
import {
  checkBlock,
  dspBlocks,
  extractFeatures,
  findBlock,
  newDspBlock,
  readyBlock,
} from '../../shared/dsp/registry.ts'
import { type DspBlock, parameterValueSchema } from '../../shared/model/impulse.ts'
import { getRuntime } from '../runtime-file.ts'
import { CUSTOM_BLOCK } from '../../shared/dsp/custom.ts'
import { readCode, runCustom } from './custom-code.ts'
import { positiveNumber, wholeNumber } from './data-commands.ts'
import { type OutputOptions, printResult } from './output.ts'
import { readJson } from './read-json.ts'
import { readSignal } from './read-signal.ts'

const paramsSchema = z.record(z.string(), parameterValueSchema)

interface RunOptions extends OutputOptions {
  block: string
  code?: string
  params?: string
  rate: number
  axes: number
  in: string
}

export function dspCommands(dsp: Command): void {
  dsp.command('list').description('the blocks and their parameters').action(list)
  dsp
    .command('run')
    .description('the features of one signal, or of several')
    .requiredOption('--block <id>', 'for example spectral-analysis')
    .option('--code <block.ts|block.c>', 'the code of a custom block')
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

function readParams(file: string): Settings {
  const parsed = paramsSchema.safeParse(readJson(file))
  if (parsed.success) return parsed.data
  const name = parsed.error.issues[0]?.path[0]
  throw new AppError('file/unreadable', {
    message:
      name === undefined ? `${file} is not an object of parameters.` : `${String(name)} in ${file} is no single value.`,
    hint: 'Write {"name": value, …} with numbers, texts, true or false.',
  })
}

async function run(options: RunOptions): Promise<void> {
  const read = readSignal(options.in)
  const params = options.params === undefined ? {} : readParams(options.params)
  if (options.block === CUSTOM_BLOCK) return runCode(read.batch ? read.signals : [read.signal], options, params)
  if (read.batch) return runBatch(read.signals, options, params)
  const prepared = prepare(read.signal, options, params)
  const { block, context } = prepared
  const features = Array.from(compute(prepared, [0]))
  const { type, params: complete } = readyBlock(block, context)
  const shape = type.shape?.(complete, context) ?? [features.length]
  const labels = type.featureNames(complete, context)
  printResult(options, { features, shape, labels }, [
    ...labels.map((label, index) => `${label}\t${features[index]}`),
    `shape ${shape.join(' × ')}`,
  ])
}

/** A signal alone answers like a built-in block; several answer as a batch. */
async function runCode(signals: number[][], options: RunOptions, params: Settings): Promise<void> {
  if (options.code === undefined)
    throw new AppError('dsp/invalid-parameter', {
      message: 'A custom block needs its code.',
      hint: 'Give a file of TypeScript or C with --code.',
    })
  const prepared = signals.map((signal) => signalOf(signal, options))
  const { features, labels, ms } = await runCustom(readCode(options.code), params, prepared)
  const lists = features.map((one) => Array.from(one))
  const [only] = lists
  if (only && lists.length === 1) {
    const lines = labels.map((label, index) => `${label}\t${only[index]}`)
    return printResult(options, { features: only, shape: [only.length], labels }, lines)
  }
  printResult(options, { batch: lists, ms }, [
    ...lists.map((one) => one.join(' ')),
    `${lists.length} signals in ${ms.toFixed(1)} ms`,
  ])
}

/** Signals of one length go through the runtime in one call, as none looks back at another; `ms` is computing alone. */
function runBatch(batch: number[][], options: RunOptions, params: Settings): void {
  const rows = new Set(batch.map((signal) => signal.length))
  const groups =
    rows.size === 1 && batch[0] && !(Number(params['moving_avg_num_windows']) > 0)
      ? [
          {
            prepared: { ...prepare(batch[0], options, params), values: Float32Array.from(batch.flat()) },
            count: batch.length,
          },
        ]
      : batch.map((signal) => ({ prepared: prepare(signal, options, params), count: 1 }))
  let ms = 0
  const results = groups.flatMap(({ prepared, count }) => {
    const starts = Array.from({ length: count }, (_, index) => index * prepared.context.rows)
    const started = performance.now()
    const features = compute(prepared, starts)
    ms += performance.now() - started
    const width = features.length / count
    return starts.map((_, index) => Array.from(features.subarray(index * width, (index + 1) * width)))
  })
  printResult(options, { batch: results, ms }, [
    ...results.map((features) => features.join(' ')),
    `${results.length} signals in ${ms.toFixed(1)} ms`,
  ])
}

type Settings = z.infer<typeof paramsSchema>

interface Prepared {
  block: DspBlock
  context: DspContext
  values: Float32Array
}

/** Names with hyphens or underscores, as other tools write them. */
function ownNames(params: Settings, known: Set<string>): Settings {
  const pairs = Object.entries(params).map(([name, value]) => {
    const other = [name.replaceAll('_', '-'), name.replaceAll('-', '_')].find((one) => known.has(one))
    return [known.has(name) ? name : (other ?? name), value] as const
  })
  return Object.fromEntries(pairs)
}

function prepare(signal: number[], { block: id, rate, axes }: RunOptions, params: Settings): Prepared {
  const { implementationVersion, ...own } = params
  const block = newDspBlock(id)
  Object.assign(block.params, ownNames(own, new Set(findBlock(id).parameters.map((spec) => spec.id))))
  if (implementationVersion !== undefined) block.implementationVersion = Number(implementationVersion)
  const { context, values } = signalOf(signal, { rate, axes })
  warn(block, context)
  return { block, context, values }
}

function signalOf(
  signal: number[],
  { rate, axes }: Pick<RunOptions, 'rate' | 'axes'>,
): Pick<Prepared, 'context' | 'values'> {
  if (axes < 1 || signal.length % axes !== 0) {
    throw new AppError('dsp/bad-signal', {
      message: `${signal.length} values are no whole readings of ${axes} axes.`,
      hint: 'Give the number of axes with --axes.',
    })
  }
  if (signal.length === 0) {
    throw new AppError('dsp/bad-signal', { message: 'A signal of the batch is empty.' })
  }
  const names = axes === 3 ? ['accX', 'accY', 'accZ'] : Array.from({ length: axes }, (_, index) => `axis${index + 1}`)
  return {
    context: { rateHz: rate, rows: signal.length / axes, axes: names },
    values: Float32Array.from(signal),
  }
}

/** A name that the block does not know is a slip, or a setting of another version. */
function warn(block: DspBlock, context: DspContext): void {
  const sentences = checkBlock(block, context).flatMap(({ severity, sentence }) =>
    severity === 'warning' ? [sentence] : [],
  )
  for (const sentence of sentences) process.stderr.write(`${sentence}\n`)
}

function compute({ block, context, values }: Prepared, starts: number[]): Float32Array {
  const stride = context.axes.length
  const axes = context.axes.map((_name, index) => index)
  const batch = { values, stride, rows: context.rows, axes, starts: Int32Array.from(starts) }
  return extractFeatures(getRuntime(), block, batch, context)
}
