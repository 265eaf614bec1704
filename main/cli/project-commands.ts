/** `new`, `info`, `samples`, `impulse`. */
import { basename, resolve } from 'node:path'
import { Argument, type Command, Option } from 'commander'
import { AppError } from '../../shared/contract/errors.ts'
import { impulseSchema, type Impulse } from '../../shared/model/impulse.ts'
import { SPLITS, type Sample } from '../../shared/model/sample.ts'
import { bytesText, type OutputOptions, percent, printResult } from './output.ts'
import { misfits } from './misfits.ts'
import { readJson } from './read-json.ts'
import { withBackend, withProject } from './session.ts'

const TEMPLATES = ['empty', 'motion', 'audio', 'image', 'sensors', 'anomaly'] as const

export function projectCommands(program: Command): void {
  program
    .command('new')
    .description('make a project')
    .argument('<file>', 'the project file to make, ending in .tinyml')
    .addOption(
      new Option(
        '--template <template>',
        'what it starts with: simulated takes of motions, sounds, drawn shapes, gas sensors or a machine that may fail',
      )
        .choices(TEMPLATES)
        .default('empty'),
    )
    .action(newProject)
  program.command('info').description('counts, impulse, model').argument('<file>').action(info)
  program
    .command('samples')
    .description('list the samples')
    .argument('<file>')
    .option('--label <label>', 'only this label')
    .addOption(new Option('--split <split>', 'only this split').choices(SPLITS))
    .action(samples)
  program
    .command('impulse')
    .description('print, set or propose the impulse')
    .argument('<file>')
    .addArgument(new Argument('<what>').choices(['get', 'set', 'propose']))
    .argument('[impulse.json]', 'for set: the impulse as JSON')
    .option('--dry-run', 'for propose: print it without saving it')
    .action(impulse)
}

async function newProject(
  file: string,
  options: OutputOptions & { template: (typeof TEMPLATES)[number] },
): Promise<void> {
  const path = resolve(file)
  const name = basename(path).replace(/\.tinyml$/, '')
  const project = await withBackend(({ call }) => call('project/create', { path, name, template: options.template }))
  printResult(options, { project }, [`Made "${project.name}" in ${project.path}`])
}

async function info(file: string, options: OutputOptions): Promise<void> {
  await withProject(file, async ({ call }) => {
    const state = await call('app/state', {})
    const list = await call('samples/list', {})
    const { impulse } = await call('impulse/get', {})
    const runs = await call('training/runs', {})
    const model = runs.at(-1) ?? null
    const labels = Object.fromEntries(
      (state.project?.labels ?? []).map((label) => [label.name, { count: label.count, seconds: label.seconds }]),
    )
    const splits = Object.fromEntries(SPLITS.map((split) => [split, list.filter((one) => one.split === split).length]))
    printResult(options, { samples: list.length, labels, splits, impulse, model, board: state.connection }, [
      `${state.project?.name ?? file}: ${list.length} samples, ${bytesText(state.project?.sizeBytes ?? 0)}`,
      ...Object.entries(labels).map(
        ([name, { count, seconds }]) => `  ${name}: ${count} samples, ${seconds.toFixed(1)} s`,
      ),
      `Split: ${SPLITS.map((split) => `${splits[split]} ${split}`).join(', ')}`,
      impulse ? `Impulse: ${impulseText(impulse)}` : 'Impulse: none yet',
      model
        ? `Model ${model.modelHash.slice(0, 6)}: validation ${percent(model.validation.int8.accuracy)}, test ${percent(model.test.int8.accuracy)} (int8)`
        : 'Model: none yet',
    ])
  })
}

function impulseText(impulse: Impulse): string {
  const { input } = impulse
  const blocks = [...impulse.dsp, ...impulse.learn].map((block) => block.block).join(', ')
  if (input.kind === 'image')
    return `picture of ${input.imageWidth} × ${input.imageHeight}, ${input.axes.join(' ')}; ${blocks}`
  const { windowSizeMs, windowIncreaseMs, frequencyHz, axes } = input
  return `window ${windowSizeMs} ms, stride ${windowIncreaseMs} ms, ${frequencyHz} Hz, ${axes.join(' ')}; ${blocks}`
}

async function samples(file: string, options: OutputOptions & { label?: string; split?: string }): Promise<void> {
  const list = await withProject(file, ({ call }) => call('samples/list', {}))
  const chosen = list.filter(
    (one) =>
      (options.label === undefined || one.label === options.label) &&
      (options.split === undefined || one.split === options.split),
  )
  printResult(options, { samples: chosen.map(sampleRow) }, chosen.map(sampleText))
}

function sampleRow(sample: Sample): object {
  const { id, name, label, split, session, seconds, rateHz, image } = sample
  const axes = sample.axes.map((axis) => axis.name)
  return { id, name, label, split, session, seconds, rateHz, axes, ...(image ? { image } : {}) }
}

/** A picture has pixels and no rate. */
function sizeText({ image, seconds, rateHz }: Sample): string {
  return image ? `${image.width} × ${image.height} pixels` : `${seconds.toFixed(2)} s\t${rateHz.toFixed(1)} Hz`
}

function sampleText(sample: Sample): string {
  return `${sample.id}\t${sample.name}\t${sample.label ?? '(unlabelled)'}\t${sample.split}\t${sample.session}\t${sizeText(sample)}`
}

async function impulse(
  file: string,
  what: string,
  impulseFile: string | undefined,
  options: OutputOptions & { dryRun?: boolean },
): Promise<void> {
  await withProject(file, async ({ call }) => {
    if (what === 'get') {
      const { impulse } = await call('impulse/get', {})
      return printResult(options, { impulse }, [JSON.stringify(impulse, null, 2)])
    }
    if (what === 'set') {
      const saved = await call('impulse/set', { impulse: readImpulse(impulseFile) })
      return printResult(options, saved, [`Saved: ${impulseText(saved.impulse)}`])
    }
    const proposal = await call('impulse/propose', {})
    if (!options.dryRun) await call('impulse/set', { impulse: proposal.impulse })
    printResult(options, proposal, [JSON.stringify(proposal.impulse, null, 2), ...proposal.reasons])
  })
}

function readImpulse(file: string | undefined): Impulse {
  if (file === undefined)
    throw new AppError('impulse/invalid', { message: 'Which impulse? Name a JSON file after set.' })
  const parsed = impulseSchema.safeParse(readJson(file))
  if (parsed.success) return parsed.data
  throw new AppError('impulse/invalid', {
    message: `${file}: ${misfits(parsed.error)}`,
    hint: 'Correct these values in the file.',
  })
}
