/** `train`, `test`, `export`, `parity`. */
import { resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { exportTargetSchema } from '../../shared/contract/operations/deployment.ts'
import type { TestResult } from '../../shared/contract/operations/models.ts'
import { SPLITS, type Split } from '../../shared/model/sample.ts'
import type { Evaluation, Precision, Run } from '../../shared/model/run.ts'
import type { ExportTarget } from '../deploy/export-files.ts'
import { countAbove0, wholeNumber } from './data-commands.ts'
import { bytesText, endProgress, type OutputOptions, percent, printResult, showProgress } from './output.ts'
import { withProject } from './session.ts'
import { learnsOnlyUsual, testUsual, trainUsual } from './usual-commands.ts'
import { giveModel } from './simulated-board.ts'

export function modelCommands(program: Command): void {
  program
    .command('train')
    .description('train the model and convert it to int8')
    .argument('<file>')
    .option('--seed <n>', 'seed of every random choice', wholeNumber)
    .option('--epochs <n>', 'training cycles', countAbove0)
    .addOption(new Option('--engine <engine>', 'which engine trains').choices(['own', 'tfjs']))
    .action(train)
  program
    .command('test')
    .description('evaluate the model')
    .argument('<file>')
    .addOption(new Option('--precision <precision>').choices(['float', 'int8']).default('int8'))
    .addOption(new Option('--split <split>').choices(SPLITS).default('test'))
    .action(test)
  program
    .command('export')
    .description('write deployment files')
    .argument('<file>')
    .addOption(new Option('--target <target>').choices(exportTargetSchema.options).makeOptionMandatory())
    .requiredOption('--out <path>', 'the folder or file to write')
    .option('--board <id>', 'the board it is for; `boards` lists them', 'pico')
    .addOption(new Option('--precision <precision>').choices(['int8']).default('int8'))
    .action(exportModel)
  program
    .command('parity')
    .description('compare workbench, C on this computer and board on the test set, byte by byte')
    .argument('<file>')
    .option('--port <port>', 'the board to ask, for example sim:pico')
    .option('--limit <n>', 'at most this many windows', wholeNumber)
    .action(parity)
}

async function train(
  file: string,
  options: OutputOptions & { seed?: number; epochs?: number; engine?: 'own' | 'tfjs' },
): Promise<void> {
  await withProject(file, async (session) => {
    if (await learnsOnlyUsual(session)) return trainUsual(session, options)
    const run = await session.call(
      'training/train',
      {
        ...(options.seed === undefined ? {} : { seed: options.seed }),
        ...(options.epochs === undefined ? {} : { epochs: options.epochs }),
        ...(options.engine === undefined ? {} : { engine: options.engine }),
      },
      ({ stage, epoch, epochs }) =>
        showProgress(epoch ? `epoch ${epoch.epoch}/${epochs} loss ${epoch.loss.toFixed(4)}` : stage),
    )
    endProgress()
    const result = {
      epochs: run.epochs.length,
      trainMs: run.trainMs,
      convertMs: run.convertMs,
      block: run.block,
      validation: { ...scoresOf(run, run.validation.float), loss: run.validation.float.loss ?? null },
      test: scoresOf(run, run.test.float),
      modelHash: run.modelHash,
      int8: int8Scores(run),
      splitRule: run.splitRule,
      findings: run.findings,
    }
    printResult(options, result, [
      `${run.epochs.length} ${run.epochs.length === 1 ? 'epoch' : 'epochs'} in ${run.trainMs.toFixed(0)} ms, converted in ${run.convertMs.toFixed(0)} ms.`,
      `Validation: float ${scoreText(run.validation.float)}, int8 ${scoreText(run.validation.int8)}.`,
      `Test: float ${scoreText(run.test.float)}, int8 ${scoreText(run.test.int8)}.`,
      `Model ${run.modelHash.slice(0, 6)}: ${run.macs} multiply-adds, ${bytesText(run.flashBytes)} flash, ${bytesText(run.ramBytes)} RAM (est.).`,
      ...run.findings.map((finding) => finding.sentence),
    ])
  })
}

/** Of values how far off the answers are; of labels the share that is right. */
function scoresOf(run: Run, { accuracy, mae }: Evaluation): { accuracy: number | null } | { mae: number | null } {
  return run.block === 'regression' ? { mae: mae ?? null } : { accuracy: accuracy ?? null }
}

function int8Scores(run: Run): Record<string, number | null> {
  const { validation, test: tested } = run
  if (run.block === 'regression') return { mae: validation.int8.mae ?? null, testMae: tested.int8.mae ?? null }
  return { accuracy: validation.int8.accuracy ?? null, testAccuracy: tested.int8.accuracy ?? null }
}

function scoreText({ accuracy, mae }: Evaluation): string {
  return mae === undefined ? percent(accuracy) : `${mae.toPrecision(4)} off`
}

async function test(file: string, options: OutputOptions & { precision: Precision; split: Split }): Promise<void> {
  await withProject(file, async (session) => {
    if (await learnsOnlyUsual(session)) return testUsual(session, options)
    printTest(await session.call('testing/run', { precision: options.precision, split: options.split }), options)
  })
}

function printTest(result: TestResult, options: OutputOptions & { precision: Precision; split: Split }): void {
  printResult(options, result, [
    result.mae === undefined
      ? `${result.correct} of ${result.windows} windows right (${percent(result.accuracy)}), ${result.samples} samples, ${options.precision}, ${options.split}.`
      : `${result.windows} windows are ${result.mae.toPrecision(4)} off on average, ${result.samples} samples, ${options.precision}, ${options.split}.`,
    ...result.confusion.matrix.map((row, index) => `  ${result.confusion.labels[index]}: ${row.join(' ')}`),
    ...anomalyLines(result),
  ])
}

/** With one column more than the counts above it, where the model has an anomaly detector. */
function anomalyLines({ anomaly, confusion, windows }: TestResult): string[] {
  if (!anomaly) return []
  return [
    `${anomaly.windows} of ${windows} windows are an ANOMALY, the last column:`,
    ...anomaly.matrix.map((row, index) => `  ${confusion.labels[index]}: ${row.join(' ')}`),
    ...anomaly.others.map(
      (other) => `  ${other.label}, never learned: ${other.strange} of ${other.windows} windows are an ANOMALY`,
    ),
  ]
}

async function exportModel(
  file: string,
  options: OutputOptions & { target: ExportTarget; out: string; board: string },
): Promise<void> {
  const result = await withProject(file, ({ call }) =>
    call('deploy/export', { target: options.target, out: resolve(options.out), board: options.board }),
  )
  printResult(options, result, [
    ...result.files.map((entry) => `${entry.path}  ${bytesText(entry.bytes)}`),
    `Flash ${bytesText(result.flashBytes)}, RAM ${bytesText(result.ramBytes)} (est.), ${result.macs} multiply-adds.`,
  ])
}

async function parity(file: string, options: OutputOptions & { port?: string; limit?: number }): Promise<void> {
  const result = await withProject(file, async (session) => {
    if (options.port !== undefined) await giveModel(session, options.port)
    return session.call(
      'parity/run',
      {
        ...(options.port === undefined ? {} : { port: options.port }),
        ...(options.limit === undefined ? {} : { limit: options.limit }),
      },
      ({ stage, done, total }) => showProgress(`${stage} ${done}/${total}`),
    )
  })
  endProgress()
  printResult(
    options,
    result,
    result.stages.map((stage) => {
      const difference = stage.firstDifference
      const where = difference
        ? `; first difference: sample ${difference.sampleId} at ${difference.startMs} ms, index ${difference.index}: ${difference.left} and ${difference.right}`
        : ''
      return `${stage.name}: ${stage.equal} of ${stage.compared} equal${where}`
    }),
  )
}
