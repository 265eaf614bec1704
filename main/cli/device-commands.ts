/** `boards`, `devices`, `record`, `flash`, `live`. */
import { type Command, Option } from 'commander'
import { AppError } from '../../shared/contract/errors.ts'
import type { EventPayload } from '../../shared/contract/events.ts'
import { HEARD, MOTIONS, SIMULATED_INPUTS, type SimulatedInput } from '../../shared/model/board.ts'
import type { DiagnosisStep } from '../../shared/model/diagnosis.ts'
import { countAbove0, positiveNumber } from './data-commands.ts'
import { bytesText, endProgress, type OutputOptions, printResult, showProgress } from './output.ts'
import { type CliSession, withBackend, withProject } from './session.ts'
import { giveModel } from './simulated-board.ts'

export function deviceCommands(program: Command): void {
  program.command('boards').description('the boards the workbench knows').action(boards)
  program
    .command('devices')
    .description('the ports that are there')
    .addOption(
      new Option('--diagnose <port>', 'say step by step what is wrong with one').conflicts(['share', 'install']),
    )
    .addOption(
      new Option('--share <port>', 'let other programs reach a simulated board until Ctrl-C').conflicts('install'),
    )
    .option('--install <port>', 'put the firmware that records onto a board')
    .option('--board <id>', 'with --install: which board it is, where the port does not tell')
    .action(devices)
  // Nothing hears for the command line.
  const inputs = SIMULATED_INPUTS.filter((input) => input !== HEARD)
  const motion = (): Option =>
    new Option('--motion <motion>', 'what the hand with a simulated board does').choices(inputs)
  program
    .command('record')
    .description('record from a board into the project')
    .argument('<file>')
    .requiredOption('--port <port>', 'for example /dev/ttyACM0, COM3, sim:pico')
    .requiredOption('--label <label>')
    .requiredOption('--seconds <s>', 'length of a take', positiveNumber)
    .option('--takes <n>', 'how many takes', countAbove0, 1)
    .addOption(motion())
    .action(record)
  program
    .command('flash')
    .description('write firmware and model to the board and verify')
    .argument('<file>')
    .requiredOption('--port <port>')
    .action(flash)
  program
    .command('live')
    .description('classify what a board streams')
    .argument('<file>')
    .requiredOption('--port <port>')
    .option('--seconds <s>', 'how long', positiveNumber, 10)
    .addOption(new Option('--on <where>', 'who judges').choices(['computer', 'board', 'both']).default('computer'))
    .addOption(motion())
    .action(live)
}

async function boards(options: OutputOptions): Promise<void> {
  const list = await withBackend(({ call }) => call('deploy/boards', {}))
  printResult(
    options,
    { boards: list },
    list.map(
      (board) =>
        `${board.id}\t${board.name}\t${board.mcu}\t${bytesText(board.flashBytes)} flash, ${bytesText(board.ramBytes)} RAM`,
    ),
  )
}

interface DevicesOptions extends OutputOptions {
  diagnose?: string
  share?: string
  install?: string
  board?: string
}

async function devices(options: DevicesOptions): Promise<void> {
  if (options.diagnose !== undefined) return diagnose(options, options.diagnose)
  if (options.share !== undefined) return share(options, options.share)
  if (options.install !== undefined) return install(options, options.install)
  const list = await withBackend(({ call }) => call('devices/list', {}))
  printResult(
    options,
    { devices: list },
    list.map((device) => `${device.port}\t${device.name}`),
  )
}

/** Shared until the person ends it. */
async function share(options: OutputOptions, port: string): Promise<void> {
  await withBackend(async ({ call, signal }) => {
    const { address, terminal } = await call('devices/share', { port, shared: true })
    const none = 'No terminal: the program socat is not installed.'
    printResult(options, { address, terminal }, [address ?? '', terminal ?? none])
    // A listener alone does not keep the program running; what is shared does.
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve()
      signal.addEventListener('abort', () => resolve(), { once: true })
    })
  })
}

async function install(options: DevicesOptions, port: string): Promise<void> {
  const { board } = options
  const result = await withBackend(({ call }) =>
    call('devices/install', { port, board }, (step) => showProgress(`${step.step}: ${step.state}`)),
  )
  endProgress()
  printResult(options, result, [
    `The board answered: ${result.board} with recorder ${result.firmware} (${bytesText(result.bytes)}, ${(result.ms / 1000).toFixed(1)} s).`,
  ])
}

const MARKS: Record<DiagnosisStep['state'], string> = {
  ok: 'ok',
  problem: '!!',
  skipped: '--',
  waiting: '  ',
  running: '..',
}

async function diagnose(options: OutputOptions, port: string): Promise<void> {
  const result = await withBackend(async ({ call }) => {
    const onProgress = ({ steps }: { steps: DiagnosisStep[] }): void => {
      const running = steps.find((step) => step.state === 'running')
      if (running) showProgress(`${running.number}/${steps.length} ${running.name}`)
    }
    return call('devices/diagnose', { port }, onProgress)
  })
  endProgress()
  printResult(
    options,
    result,
    result.steps.flatMap((step) => [
      `${MARKS[step.state]} ${step.number} ${step.name}${step.found === '' ? '' : `: ${step.found}`}`,
      ...(step.remedy === null ? [] : [`     ${step.remedy}`]),
    ]),
  )
}

async function chooseMotion(session: CliSession, port: string, motion: SimulatedInput | undefined): Promise<void> {
  if (motion === undefined) return
  if (!port.startsWith('sim:')) {
    throw new AppError('device/unsupported', { message: '--motion moves a simulated board only.' })
  }
  await session.call('devices/motion', { motion })
}

interface RecordOptions extends OutputOptions {
  port: string
  label: string
  seconds: number
  takes: number
  motion?: SimulatedInput
}

/** A simulated hand does what the take is called, where it can: a take of "wave" shall wave. */
function motionOfLabel({ port, label }: RecordOptions): SimulatedInput | undefined {
  return port.startsWith('sim:') ? MOTIONS.find((motion) => motion === label) : undefined
}

async function record(file: string, options: RecordOptions): Promise<void> {
  const result = await withProject(file, async (session) => {
    await session.call('devices/connect', { port: options.port })
    await chooseMotion(session, options.port, options.motion ?? motionOfLabel(options))
    return session.call('record/start', {
      label: options.label,
      seconds: options.seconds,
      takes: options.takes,
      countdownMs: 0,
      restMs: 0,
    })
  })
  const { sampleIds, rateHz, lost, health } = result
  printResult(options, { samples: sampleIds, rateHz, lost, health }, [
    `${sampleIds.length} samples at ${rateHz.toFixed(1)} readings a second, ${lost} lost.`,
    ...health.findings.map((finding) => finding.sentence),
  ])
}

async function flash(file: string, options: OutputOptions & { port: string }): Promise<void> {
  const result = await withProject(file, ({ call }) =>
    call('deploy/flash', { port: options.port }, (step) => showProgress(`${step.step}: ${step.state}`)),
  )
  endProgress()
  printResult(options, result, [
    `The board answered: it has model ${result.modelHash.slice(0, 6)} (${result.board}, ${bytesText(result.bytes)}, ${(result.ms / 1000).toFixed(1)} s).`,
  ])
}

interface LiveOptions extends OutputOptions {
  port: string
  seconds: number
  on: 'computer' | 'board' | 'both'
  motion?: SimulatedInput
}

function isStrange({ anomaly }: EventPayload<'live/result'>): boolean {
  return anomaly !== undefined && anomaly.score > anomaly.threshold
}

async function live(file: string, options: LiveOptions): Promise<void> {
  const events: EventPayload<'live/result'>[] = []
  await withProject(file, async (session) => {
    if (options.on !== 'computer') await giveModel(session, options.port)
    await session.call('devices/connect', { port: options.port })
    await chooseMotion(session, options.port, options.motion)
    const seconds = new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, options.seconds * 1000)
      session.signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true })
    })
    session.client.on('live/result', ({ payload }) => events.push(payload))
    await session.call('live/start', { on: options.on, threshold: 0 })
    await seconds
    await session.client.call('live/stop', {})
  })
  const last = events.at(-1)
  const results = events.map((event) => ({
    tMs: event.tMs,
    label: isStrange(event) ? 'ANOMALY' : event.label,
    ...(event.anomaly && { anomaly: event.anomaly.score }),
    score: Math.max(...event.scores.map((score) => score.score)),
    on: event.on,
  }))
  const agree = { equal: last?.agree ?? 0, compared: last?.compared ?? 0 }
  printResult(options, { results, agree }, [
    ...results.map(
      (result) =>
        `${(result.tMs / 1000).toFixed(2)} s  ${result.on}  ${result.label}  ${(result.score * 100).toFixed(0)} %${result.anomaly === undefined ? '' : `  anomaly ${result.anomaly.toPrecision(3)}`}`,
    ),
    ...(agree.compared > 0 ? [`Same answer ${agree.equal} of ${agree.compared} times.`] : []),
  ])
}
