/** `tflite info`, `tflite run`, `tflite c`. */
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Command, Option } from 'commander'
import { AppError } from '../../shared/contract/errors.ts'
import { exportGraphC } from '../../shared/codegen/export-c.ts'
import { type Core, CORES, programCost } from '../../shared/codegen/graph-cost.ts'
import { graphProgram } from '../../shared/codegen/graph-program.ts'
import { simplifyGraph } from '../../shared/quantize/simplify.ts'
import type { TensorGraph } from '../../shared/quantize/tensor-graph.ts'
import { tfliteInfo } from '../../shared/tflite/info.ts'
import type { TfliteModel } from '../../shared/tflite/model.ts'
import { readTflite } from '../../shared/tflite/read.ts'
import { loadTrainingKernels } from '../../shared/nn/wasm-kernels.ts'
import { predict } from '../../shared/nn/predict.ts'
import { tfliteToFloatGraph } from '../../shared/tflite/to-float-graph.ts'
import { computesFloats, tfliteToTensorGraph } from '../../shared/tflite/to-tensor-graph.ts'
import { readRuntimeSources } from '../deploy/runtime-sources.ts'
import { getRuntime } from '../runtime-file.ts'
import { readTrainingWasm } from '../training-file.ts'
import { countAbove0 } from './data-commands.ts'
import { bytesText, type OutputOptions, printResult } from './output.ts'

export function tfliteCommands(tflite: Command): void {
  tflite.command('info').description('operators, shapes, arena, multiply-adds').argument('<model.tflite>').action(info)
  tflite
    .command('run')
    .description('run raw input bytes through a model: int8, or float32 values')
    .argument('<model.tflite>')
    .requiredOption('--in <in.bin>', 'inputs, back to back')
    .requiredOption('--out <out.bin>', 'where the output bytes go')
    .addOption(new Option('--rounding <rounding>').choices(['double', 'single']).default('double'))
    .option('--count <n>', 'how many inputs; all where absent', countAbove0)
    .action(run)
  tflite
    .command('c')
    .description('write C for an int8 model')
    .argument('<model.tflite>')
    .requiredOption('--out <folder>')
    .addOption(new Option('--core <core>').choices(CORES).default('portable'))
    .action(emitC)
}

/** Far above any board's model; nothing of a larger file is read. */
const MOST_MODEL_BYTES = 2 ** 26

function readBytes(file: string, mostBytes = Infinity): Uint8Array {
  try {
    if (statSync(file).size > mostBytes) {
      throw new AppError('model/too-large', {
        message: `${file} is larger than any board can hold.`,
        hint: 'Choose a .tflite file made for a microcontroller.',
      })
    }
    const { buffer, byteOffset, byteLength } = readFileSync(file)
    return new Uint8Array(buffer, byteOffset, byteLength)
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError('file/not-found', { message: `There is no file ${file}.`, cause })
  }
}

function readModel(file: string): TfliteModel {
  return readTflite(readBytes(file, MOST_MODEL_BYTES))
}

/** As it runs here and on a board: without what cannot change an answer. */
function executable(file: string): TensorGraph {
  return simplifyGraph(tfliteToTensorGraph(readModel(file)))
}

function info(file: string, options: OutputOptions): void {
  const result = tfliteInfo(readModel(file))
  const { exported } = result
  printResult(options, result, [
    `${result.operators.length} operators, ${result.macs} multiply-adds, arena ${bytesText(result.arenaBytes)}, weights ${bytesText(result.weightBytes)}`,
    ...result.operators.map(({ name, inputShapes, outputShape, macs }) => {
      return `  ${name}  ${(inputShapes[0] ?? []).join(' × ')} → ${outputShape.join(' × ')}  ${macs}`
    }),
    exported
      ? `As C: flash ${bytesText(exported.flashBytes)}, RAM ${bytesText(exported.ramBytes)} (est.), of it arena ${bytesText(exported.arenaBytes)}.`
      : `Cannot be exported as C: ${result.unsupported ?? ''}`,
  ])
}

interface RunOptions extends OutputOptions {
  in: string
  out: string
  rounding: 'double' | 'single'
  count?: number
}

/** The bytes of all runs; `--count` takes the first of them. */
function readInputs(options: RunOptions, inputBytes: number): { input: Uint8Array; count: number } {
  const bytes = readBytes(options.in)
  const count = options.count ?? bytes.length / inputBytes
  if (count === 0 || !Number.isInteger(count) || count * inputBytes > bytes.length) {
    throw new AppError('file/unreadable', {
      message: `${options.in} has ${bytes.length} bytes; the model takes ${inputBytes} bytes an input.`,
      hint: 'Put whole inputs back to back, or give a smaller --count.',
    })
  }
  return { input: bytes.subarray(0, count * inputBytes), count }
}

interface Runner {
  inputBytes: number
  outputBytes: number
  run(input: Uint8Array): Uint8Array
}

function int8Runner(model: TfliteModel, rounding: RunOptions['rounding']): Runner {
  const program = graphProgram(simplifyGraph(tfliteToTensorGraph(model)))
  const runner = getRuntime().openGraph(program, { singleRounding: rounding === 'single' })
  return { ...program, run: (input) => runner.run(input) }
}

/** float32 values in and out, computed by the training engine. */
function floatRunner(model: TfliteModel): Runner {
  const { graph } = tfliteToFloatGraph(model)
  const kernels = loadTrainingKernels(readTrainingWasm())
  return {
    inputBytes: 4 * graph.inputs,
    outputBytes: 4 * graph.labels.length,
    run: (input) => new Uint8Array(predict(graph, new Float32Array(input.slice().buffer), kernels).buffer),
  }
}

function run(file: string, options: RunOptions): void {
  const tflite = readModel(file)
  const model = computesFloats(tflite) ? floatRunner(tflite) : int8Runner(tflite, options.rounding)
  const { input, count } = readInputs(options, model.inputBytes)
  const started = performance.now()
  const output = model.run(input)
  const ms = performance.now() - started
  writeOutput(options.out, output)
  printResult(options, { count, ms }, [`${count} inputs in ${ms.toFixed(2)} ms, ${model.outputBytes} bytes each.`])
}

function writeOutput(path: string, bytes: Uint8Array | string): void {
  try {
    writeFileSync(path, bytes)
  } catch (cause) {
    throw new AppError('file/not-writable', { message: `${path} cannot be written.`, cause })
  }
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true })
  } catch (cause) {
    throw new AppError('file/not-writable', { message: `${path} cannot be made a folder.`, cause })
  }
}

function emitC(file: string, options: OutputOptions & { out: string; core: Core }): void {
  const graph = executable(file)
  const files = exportGraphC({ graph, runtimeSources: readRuntimeSources() })
  makeFolder(options.out)
  for (const { path, text } of files) writeOutput(join(options.out, path), text)
  const cost = programCost(graph, graphProgram(graph), options.core)
  const written = files.map(({ path, text }) => ({ path: join(options.out, path), bytes: Buffer.byteLength(text) }))
  printResult(options, { files: written, ...cost }, [
    ...written.map((entry) => `${entry.path}  ${bytesText(entry.bytes)}`),
    `Flash ${bytesText(cost.flashBytes)}, RAM ${bytesText(cost.ramBytes)} (est.).`,
    `Arena ${bytesText(cost.arenaBytes)}; no arrangement needs less than ${bytesText(cost.arenaLowerBoundBytes)}.`,
  ])
}
