/** `npm run demo [-- FOLDER]`: the whole way without a window, on the bundled sample or on given recordings. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { AppError } from '../shared/contract/errors.ts'
import type { EventPayload } from '../shared/contract/events.ts'
import { bytesText, percent, printError } from './cli/output.ts'
import { type CliSession, withBackend } from './cli/session.ts'

const LIVE_SECONDS = 6

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

async function timed<T>(name: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now()
  const result = await work()
  say(`  ${name}: ${(performance.now() - started).toFixed(0)} ms`)
  return result
}

async function loadData({ call }: CliSession, folder: string, data: string | undefined): Promise<void> {
  const path = join(folder, 'demo.tinyml')
  await call('project/create', { path, name: 'Demo', template: 'empty' })
  if (data === undefined) {
    say('Data: 30 simulated takes of 4 motions from 6 people')
    await timed('simulate', () => call('samples/generate', { perLabel: 30, seed: 1 }))
    return
  }
  say(`Data: ${data}`)
  const result = await timed('import', () => call('samples/import', { paths: [resolve(data)], split: 'auto' }))
  say(`  ${result.taken} samples taken, ${result.skipped.length} skipped, ${result.duplicates} duplicates`)
  if (result.taken === 0) throw new AppError('data/empty', { message: `No recordings were found in ${data}.` })
}

async function trainAndTest({ call }: CliSession): Promise<void> {
  const { impulse, reasons } = await call('impulse/propose', {})
  await call('impulse/set', { impulse })
  say('Impulse')
  for (const reason of reasons) say(`  ${reason}`)
  const features = await timed('features', () => call('features/compute', {}))
  say(`  ${features.windows} windows, ${features.featuresPerWindow} features each`)
  say('Training')
  const run = await timed('train and convert', () => call('training/train', {}))
  say(
    `  ${run.epochs.length} epochs in ${run.trainMs.toFixed(0)} ms, int8 conversion and .tflite in ${run.convertMs.toFixed(0)} ms`,
  )
  say(`  validation: float ${percent(run.validation.float.accuracy)}, int8 ${percent(run.validation.int8.accuracy)}`)
  for (const precision of ['float', 'int8'] as const) {
    const test = await call('testing/run', { precision })
    say(`  test, ${precision}: ${test.correct} of ${test.windows} windows right (${percent(test.accuracy)})`)
  }
}

async function deploy({ call }: CliSession, folder: string): Promise<void> {
  say('Export')
  for (const target of ['tflite', 'c', 'uf2'] as const) {
    const { files, flashBytes, ramBytes } = await timed(target, () =>
      call('deploy/export', { target, out: join(folder, target) }),
    )
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
    say(
      `    ${files.length} files, ${bytesText(bytes)}; flash ${bytesText(flashBytes)}, RAM ${bytesText(ramBytes)} (est.)`,
    )
  }
  say('Board: Pico (simulated)')
  const flashed = await timed('flash and first answer', () => call('deploy/flash', { port: 'sim:pico' }))
  say(`  The board answered: it has model ${flashed.modelHash.slice(0, 6)}`)
}

const DIFFERENT = 'Board and workbench do not compute the same.'

/** Codes that say that this board's sensor is not the one the data came from. */
const OTHER_SENSOR = new Set<string>(['impulse/axes-missing', 'device/unsupported'])

async function judgeLive({ client, call }: CliSession): Promise<void> {
  const results: EventPayload<'live/result'>[] = []
  const stop = client.on('live/result', ({ payload }) => results.push(payload))
  await call('devices/connect', { port: 'sim:pico' })
  await call('live/start', { on: 'both', threshold: 0 })
  await new Promise((done) => setTimeout(done, LIVE_SECONDS * 1000))
  await call('live/stop', {})
  stop()
  const last = results.at(-1)
  if (!last) throw new AppError('device/no-answer', { message: 'No answer came while judging live.' })
  say(
    `Live: ${results.length} answers in ${LIVE_SECONDS} s; computer and board agree ${last.agree} of ${last.compared} times`,
  )
  if (last.agree !== last.compared) throw new AppError('flash/not-verified', { message: DIFFERENT })
}

async function judge(session: CliSession): Promise<void> {
  try {
    await judgeLive(session)
  } catch (error) {
    if (!(error instanceof AppError) || !OTHER_SENSOR.has(error.code)) throw error
    say(`Live: not tried. ${error.message}`)
  }
  const { stages } = await session.call('parity/run', { port: 'sim:pico', limit: 50 })
  say('Parity')
  for (const stage of stages) say(`  ${stage.name}: ${stage.equal} of ${stage.compared} equal`)
  if (stages.some((stage) => stage.equal !== stage.compared)) {
    throw new AppError('flash/not-verified', { message: DIFFERENT })
  }
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tinyml-demo-'))
  try {
    await withBackend(async (session) => {
      await loadData(session, folder, process.argv[2])
      await trainAndTest(session)
      await deploy(session, folder)
      await judge(session)
      await session.call('project/close', {})
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

await main().catch((error: unknown) => {
  printError(error, false)
  process.exitCode = 1
})
