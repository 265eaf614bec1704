/** `tflite info`, `tflite run`, `tflite c`. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Command, Option } from 'commander'
import { AppError } from '../../shared/contract/errors.ts'
import { graphCost } from '../../shared/codegen/cost.ts'
import { exportModelC } from '../../shared/codegen/export-c.ts'
import { runQuantGraph } from '../../shared/quantize/run.ts'
import { tfliteInfo } from '../../shared/tflite/info.ts'
import type { TfliteModel } from '../../shared/tflite/model.ts'
import { readTflite } from '../../shared/tflite/read.ts'
import { tfliteToGraph } from '../../shared/tflite/to-graph.ts'
import { readRuntimeSources } from '../deploy/runtime-sources.ts'
import { getRuntime } from '../runtime-file.ts'
import { wholeNumber } from './data-commands.ts'
import { bytesText, type OutputOptions, printResult } from './output.ts'

export function tfliteCommands(tflite: Command): void {
  tflite.command('info').description('operators, shapes, arena, multiply-adds').argument('<model.tflite>').action(info)
  tflite
    .command('run')
    .description('run raw input bytes through an int8 model')
    .argument('<model.tflite>')
    .requiredOption('--in <in.bin>', 'inputs, back to back')
    .requiredOption('--out <out.bin>', 'where the output bytes go')
    .addOption(new Option('--rounding <rounding>').choices(['double', 'single']).default('double'))
    .option('--count <n>', 'how many inputs; all where absent', wholeNumber)
    .action(run)
  tflite
    .command('c')
    .description('write C for an int8 model')
    .argument('<model.tflite>')
    .requiredOption('--out <folder>')
    .addOption(new Option('--core <core>').choices(['portable', 'cortex-m4', 'avr']).default('portable'))
    .action(emitC)
}

function readBytes(file: string): Uint8Array {
  try {
    return new Uint8Array(readFileSync(file))
  } catch (cause) {
    throw new AppError('file/not-found', { message: `There is no file ${file}.`, cause })
  }
}

function readModel(file: string): TfliteModel {
  return readTflite(readBytes(file))
}

function info(file: string, options: OutputOptions): void {
  const result = tfliteInfo(readModel(file))
  printResult(options, result, [
    `${result.operators.length} operators, ${result.macs} multiply-adds, arena ${bytesText(result.arenaBytes)}, weights ${bytesText(result.weightBytes)}`,
    ...result.operators.map(
      (operator) => `  ${operator.name}  → ${operator.outputShape.join(' × ')}  ${operator.macs}`,
    ),
  ])
}

interface RunOptions extends OutputOptions {
  in: string
  out: string
  rounding: 'double' | 'single'
  count?: number
}

function run(file: string, options: RunOptions): void {
  const graph = tfliteToGraph(readModel(file))
  const bytes = readBytes(options.in)
  const count = options.count ?? Math.floor(bytes.length / graph.inputs)
  if (
    count === 0 ||
    count * graph.inputs > bytes.length ||
    (options.count === undefined && bytes.length % graph.inputs !== 0)
  ) {
    throw new AppError('file/unreadable', {
      message: `${options.in} has ${bytes.length} bytes; the model takes ${graph.inputs} bytes an input.`,
      hint: 'Put whole inputs back to back, or give a smaller --count.',
    })
  }
  const input = new Int8Array(bytes.buffer, bytes.byteOffset, count * graph.inputs)
  const started = performance.now()
  const output = runQuantGraph(getRuntime(), graph, input, { rounding: options.rounding })
  const ms = performance.now() - started
  writeOutput(options.out, new Uint8Array(output.buffer, output.byteOffset, output.length))
  printResult(options, { count, ms }, [`${count} inputs in ${ms.toFixed(2)} ms, ${output.length / count} bytes each.`])
}

function writeOutput(path: string, bytes: Uint8Array | string): void {
  try {
    writeFileSync(path, bytes)
  } catch (cause) {
    throw new AppError('file/not-writable', { message: `${path} cannot be written.`, cause })
  }
}

function emitC(file: string, options: OutputOptions & { out: string }): void {
  const graph = tfliteToGraph(readModel(file))
  const files = exportModelC({ graph, runtimeSources: readRuntimeSources() })
  mkdirSync(options.out, { recursive: true })
  for (const { path, text } of files) writeOutput(join(options.out, path), text)
  const { flashBytes, ramBytes } = graphCost(graph)
  const written = files.map(({ path, text }) => ({ path: join(options.out, path), bytes: Buffer.byteLength(text) }))
  printResult(options, { files: written, flashBytes, ramBytes }, [
    ...written.map((entry) => `${entry.path}  ${bytesText(entry.bytes)}`),
    `Flash ${bytesText(flashBytes)}, RAM ${bytesText(ramBytes)} (est.).`,
  ])
}
