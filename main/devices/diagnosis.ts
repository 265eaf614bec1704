/** Walks from the cable to a steady clock and stops at the first thing that is wrong, with what to do about it. */
import { AppError } from '../../shared/contract/errors.ts'
import type { DevicePort } from '../../shared/model/board.ts'
import {
  type Diagnosis,
  DIAGNOSIS_STEPS,
  type DiagnosisStep,
  type DiagnosisStepId,
} from '../../shared/model/diagnosis.ts'
import { AT_STOP } from '../../shared/wire/at-protocol.ts'
import { encodeRequest } from '../../shared/wire/device-protocol.ts'
import { encodeFrame } from '../../shared/wire/frames.ts'
import { describeHeard, type Heard, isReadable } from '../../shared/wire/heard.ts'
import type { BoardPort } from './board-port.ts'
import type { BoardSession, SessionEvents } from './board-session.ts'
import { type Batch, checkClock } from './clock-check.ts'
import { detectProtocol } from './detect-protocol.ts'
import { allowRemedy, type PortAccess } from './port-access.ts'

const LISTEN_MS = 1200
const ANSWER_MS = 1000
const OTHER_RATE_MS = 400
/** A stream that has just begun may first send what it had kept. */
const SETTLE_MS = 500
const CLOCK_MS = 2500
const DEFAULT_BAUD = 115_200
const OTHER_BAUD_RATES = [9600, 57_600, 38_400, 19_200, 230_400, 250_000, 460_800, 921_600]

export interface DiagnosisOptions {
  port: string
  ports: readonly DevicePort[]
  access: (port: string) => PortAccess
  /** Name of another program that has the port open. */
  holderOf: (port: string) => string | null
  openPort: (port: string) => Promise<BoardPort>
  /** Rate to ask a board for that can choose. */
  rateHz: number
  signal: AbortSignal
  onChange(steps: DiagnosisStep[]): void
}

/** A step's outcome: what was seen, and the remedy where it is a problem. */
interface Outcome {
  found: string
  remedy?: string | null
  skipped?: boolean
}

export async function diagnose(options: DiagnosisOptions): Promise<Diagnosis> {
  const steps = DIAGNOSIS_STEPS.map(([id, name], index): DiagnosisStep => {
    return { number: index + 1, id, name, state: 'waiting', found: '', remedy: null }
  })
  const visit: Visit = { options, stream: null, session: null, heard: null, batches: [] }
  try {
    for (const step of steps) {
      if (options.signal.aborted) throw new AppError('app/cancelled')
      step.state = 'running'
      options.onChange(copyOf(steps))
      const { found, remedy = null, skipped = false } = await CHECKS[step.id](visit)
      Object.assign(step, { found, remedy, state: remedy !== null ? 'problem' : skipped ? 'skipped' : 'ok' })
      if (remedy !== null) break
    }
  } finally {
    await (visit.session ?? visit.stream)?.close()
  }
  for (const step of steps) if (step.state === 'waiting') step.state = 'skipped'
  options.onChange(copyOf(steps))
  return { port: options.port, ok: steps.every((step) => step.state !== 'problem'), steps }
}

const copyOf = (steps: DiagnosisStep[]): DiagnosisStep[] => steps.map((step) => ({ ...step }))

interface Visit {
  options: DiagnosisOptions
  stream: BoardPort | null
  session: BoardSession | null
  heard: Heard | null
  batches: Batch[]
}

const CHECKS: Record<DiagnosisStepId, (visit: Visit) => Outcome | Promise<Outcome>> = {
  seen: checkSeen,
  permission({ options: { access, port } }) {
    const { allowed, command } = access(port)
    if (allowed) return { found: 'Nothing has to be allowed.' }
    return { found: `You may not read and write ${port}.`, remedy: allowRemedy(command) }
  },
  free({ options: { holderOf, port } }) {
    const holder = holderOf(port)
    if (holder === null) return { found: 'Nobody else has it open.' }
    return { found: `"${holder}" has it open.`, remedy: `Close "${holder}" or its serial monitor.` }
  },
  async opens(visit) {
    try {
      visit.stream = await visit.options.openPort(visit.options.port)
      return { found: 'It opened.' }
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      return { found: error.message, remedy: error.hint }
    }
  },
  bytes: checkBytes,
  'baud-rate': checkBaudRate,
  lines: checkLines,
  board: checkBoard,
  clock: checkSteady,
}

function checkSeen({ options: { port, ports, access } }: Visit): Outcome {
  const listed = ports.find((one) => one.port === port)
  if (listed) return { found: `${listed.name}.` }
  if (access(port).exists) return { found: `${port} is there, though it is not in the list of boards.` }
  const others = ports.filter((one) => !one.simulated).map((one) => one.port)
  return {
    found: `There is no ${port}.`,
    remedy:
      others.length > 0
        ? `Choose one that is there: ${others.join(', ')}.`
        : 'Plug the board in with a cable that carries data: some cables only charge. Try another socket.',
  }
}

function streamOf(visit: Visit): BoardPort {
  if (!visit.stream) throw new AppError('device/none')
  return visit.stream
}

async function listen(visit: Visit, ms: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  const off = streamOf(visit).onData((bytes) => chunks.push(bytes.slice()))
  await pause(ms, visit.options.signal)
  off()
  return Uint8Array.from(chunks.flatMap((chunk) => [...chunk]))
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true })
  })
  if (signal.aborted) throw new AppError('app/cancelled')
}

/** Listens; a silent board is asked in two languages, as many speak only when spoken to. */
async function checkBytes(visit: Visit): Promise<Outcome> {
  let bytes = await listen(visit, LISTEN_MS)
  visit.heard = describeHeard(bytes)
  const hello = encodeFrame({ sequence: 0, clockUs: 0, ...encodeRequest({ kind: 'hello' }) })
  // More than once: on a bad line an answer may be damaged.
  for (const question of [hello, hello, hello, new TextEncoder().encode(AT_STOP)]) {
    if (isReadable(visit.heard)) break
    const listening = listen(visit, ANSWER_MS)
    await streamOf(visit).write(question)
    bytes = Uint8Array.of(...bytes, ...(await listening))
    visit.heard = describeHeard(bytes)
  }
  if (bytes.length > 0) return { found: `${bytes.length} bytes came.` }
  return {
    found: 'The board sends nothing and does not answer.',
    remedy: 'Press its reset button. If nothing comes then, put the workbench firmware or the forwarder sketch on it.',
  }
}

async function checkBaudRate(visit: Visit): Promise<Outcome> {
  if (visit.heard && isReadable(visit.heard)) return { found: `What comes makes sense at ${DEFAULT_BAUD} baud.` }
  const stream = streamOf(visit)
  for (const baudRate of OTHER_BAUD_RATES) {
    await stream.setBaudRate(baudRate)
    const heard = describeHeard(await listen(visit, OTHER_RATE_MS))
    if (heard.lines === 0 || !isReadable(heard)) continue
    return {
      found: `The board sends at ${baudRate} baud.`,
      remedy: `Write Serial.begin(${DEFAULT_BAUD}) instead of Serial.begin(${baudRate}) in its program.`,
    }
  }
  await stream.setBaudRate(DEFAULT_BAUD)
  return {
    found: 'What comes makes no sense at any usual baud rate.',
    remedy: `Set ${DEFAULT_BAUD} baud in the board's program, or put the workbench firmware on it.`,
  }
}

function checkLines({ heard }: Visit): Outcome {
  if (!heard) throw new AppError('device/none')
  if (heard.frames > 0) return { found: 'Whole frames of the device protocol.' }
  if (heard.description) return { found: 'It describes a stream (Simple Streaming).' }
  if (heard.readings > 0) return { found: `${heard.readings} of ${heard.lines} lines are readings.` }
  // An AT prompt is text without readings, and right.
  if (!heard.odd || /AT|command|>/i.test(heard.odd.text)) return { found: 'It answers in text.' }
  return {
    found: `"${heard.odd.text}" ${heard.odd.reason}.`,
    remedy: 'Let the program print numbers only, separated by commas, one reading a line.',
  }
}

async function checkBoard(visit: Visit): Promise<Outcome> {
  const events: SessionEvents = {
    readings: ({ values, lost }) => {
      const axes = visit.session?.axes.length ?? 0
      if (axes > 0) visit.batches.push({ arrivalMs: performance.now(), rows: values.length / axes, lost })
    },
    answer: () => undefined,
    text: () => undefined,
  }
  try {
    visit.session = await detectProtocol(streamOf(visit), events)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { found: error.message, remedy: error.hint }
  }
  const { info, protocol, axes, commands } = visit.session
  if (info) {
    const problems = 'problems' in info && Array.isArray(info.problems) ? info.problems.join(' ') : ''
    if (problems !== '') return { found: problems, remedy: 'Look at the wires of the sensor, then press reset.' }
    return { found: `${info.board} with workbench firmware ${info.firmware}.` }
  }
  if (commands) return { found: `${commands.config.deviceType} with AT commands ${commands.config.atVersion}.` }
  const shape = `${axes.length} numbers a reading`
  return { found: protocol === 'simple-streaming' ? `Simple Streaming, ${shape}.` : `Lines of numbers, ${shape}.` }
}

async function checkSteady(visit: Visit): Promise<Outcome> {
  const { session, options } = visit
  if (!session || session.axes.length === 0) return { found: 'It records by its own clock.', skipped: true }
  await session.startStream(options.rateHz)
  await pause(SETTLE_MS, options.signal)
  visit.batches = []
  await pause(CLOCK_MS, options.signal)
  return checkClock(visit.batches, session.rateHz(), session.protocol !== 'data-forwarder')
}
