/** Talks with a board that has the AT command set: one command at a time, each until its prompt. */
import { AppError } from '../../shared/contract/errors.ts'
import { AT_BAUD_RATE, type AtConfig, parseAtConfig } from '../../shared/wire/at-config.ts'
import {
  AT_PIECE_CHARACTERS,
  AT_PIECE_PAUSE_MS,
  AT_STOP,
  atCommand,
  atComplaint,
  atQuestion,
  decodeBase64Line,
  fetchCommand,
  planTransfer,
  readSnapshot,
  SAMPLE_ASKED,
  type SampleDialogue,
  sampleStep,
  type Snapshot,
  type TransferPlan,
} from '../../shared/wire/at-protocol.ts'
import {
  type AtInference,
  createAtInferenceReader,
  readStaticLine,
  staticPieces,
} from '../../shared/wire/at-inference.ts'
import { type AtEvent, createAtReader } from '../../shared/wire/at-text.ts'
import type { BoardPort } from './board-port.ts'

const ANSWER_TIMEOUT_MS = 5000
const QUIET_MS = 150
/** Flash may have to be erased before a recording begins. */
const PREPARE_TIMEOUT_MS = 30_000

export interface AtSampleRequest {
  sensor: string
  label: string
  intervalMs: number
  lengthMs: number
  onStage(dialogue: SampleDialogue): void
}

export interface AtClient {
  /** Stops what runs; false where no prompt comes in time. */
  wake(timeoutMs: number): Promise<boolean>
  ask(command: string): Promise<string[]>
  config(): Promise<AtConfig>
  /** Records on the board and fetches the acquisition file. */
  sample(config: AtConfig, request: AtSampleRequest): Promise<Uint8Array>
  snapshot(config: AtConfig, width: number, height: number): Promise<Snapshot>
  /** Lets the board classify again and again; the function that is returned stops it. */
  runImpulse(onAnswer: (answer: AtInference) => void): Promise<() => Promise<void>>
  /** The board's answer for raw values that are sent to it. */
  classify(values: Float32Array): Promise<AtInference>
  close(): void
}

interface Dialogue {
  /** Sees each line and may send or change the baud rate. */
  line?: (text: string) => void
  timeoutMs?: number
  /** The time runs from the command on, whatever the board says meanwhile. */
  isDeadline?: boolean
}

interface Open {
  event(event: AtEvent): void
  fail(error: AppError): void
}

export function createAtClient(port: BoardPort, onLine: (text: string) => void = () => undefined): AtClient {
  const reader = createAtReader()
  let open: Open | null = null
  let quiet: ReturnType<typeof setTimeout> | null = null
  let listening: ((line: string) => void) | null = null

  const offData = port.onData((bytes) => {
    take(reader.push(bytes))
    if (quiet) clearTimeout(quiet)
    quiet = setTimeout(() => take(reader.quiet()), QUIET_MS)
  })
  const offClose = port.onClose(() => open?.fail(new AppError('device/unplugged')))

  function take(events: AtEvent[]): void {
    for (const event of events) {
      if (event.kind === 'line') {
        onLine(event.text)
        listening?.(event.text)
      }
      open?.event(event)
    }
  }

  async function send(text: string): Promise<void> {
    for (let at = 0; at < text.length; at += AT_PIECE_CHARACTERS) {
      if (at > 0) await new Promise((resolve) => setTimeout(resolve, AT_PIECE_PAUSE_MS))
      await port.write(new TextEncoder().encode(text.slice(at, at + AT_PIECE_CHARACTERS)))
    }
  }

  /** The lines up to the prompt, without the echo. Unless asked otherwise, time runs out only while the board is silent. */
  function converse(
    command: string,
    { line, timeoutMs = ANSWER_TIMEOUT_MS, isDeadline = false }: Dialogue = {},
  ): Promise<string[]> {
    if (open) return Promise.reject(new AppError('app/busy', { message: 'The board is still answering.' }))
    const lines: string[] = []
    return new Promise((resolve, reject) => {
      const late = (): void => finish(() => reject(new AppError('device/no-answer')))
      let timer = setTimeout(late, timeoutMs)
      function finish(settle: () => void): void {
        clearTimeout(timer)
        open = null
        settle()
      }
      open = {
        event(event) {
          if (!isDeadline) {
            clearTimeout(timer)
            timer = setTimeout(late, timeoutMs)
          }
          if (event.kind === 'prompt') return finish(() => resolve(lines))
          if (event.text.trim() === command.trim()) return
          lines.push(event.text)
          line?.(event.text)
        },
        fail: (error) => finish(() => reject(error)),
      }
      send(command).catch((error: AppError) => open?.fail(error))
    })
  }

  async function ask(command: string, dialogue: Dialogue = {}): Promise<string[]> {
    const lines = await converse(command, dialogue)
    const complaint = atComplaint(lines)
    if (complaint !== null) throw new AppError('device/unsupported', { message: `The board says: ${complaint}` })
    return lines
  }

  /** The longest line of an answer, at the baud rate that was agreed on. */
  async function fetch(command: string, { baudRate }: TransferPlan): Promise<string> {
    let isFast = false
    const line = (text: string): void => {
      if (baudRate === null || text.trim() !== 'OK') return
      // The first OK announces the faster rate, the second the way back.
      isFast = !isFast
      void port.setBaudRate(isFast ? baudRate : AT_BAUD_RATE)
    }
    try {
      const lines = await ask(command, { line })
      return lines.reduce((longest, text) => (text.length > longest.length ? text : longest), '')
    } finally {
      if (isFast) await port.setBaudRate(AT_BAUD_RATE)
    }
  }

  async function wake(timeoutMs: number): Promise<boolean> {
    try {
      await converse(AT_STOP, { timeoutMs, isDeadline: true })
      return true
    } catch (error) {
      if (error instanceof AppError && error.code === 'device/no-answer') return false
      throw error
    }
  }

  return {
    wake,
    ask: (command) => ask(command),
    config: async () => parseAtConfig(await ask(atQuestion('CONFIG'))),
    async sample(config, request) {
      await ask(atCommand('SAMPLESETTINGS', request.label, request.intervalMs, request.lengthMs))
      let dialogue = SAMPLE_ASKED
      const line = (text: string): void => {
        dialogue = sampleStep(dialogue, text)
        request.onStage(dialogue)
      }
      const timeoutMs = request.lengthMs + PREPARE_TIMEOUT_MS
      await ask(atCommand('SAMPLESTART', request.sensor), { line, timeoutMs })
      const plan = planTransfer(config)
      return decodeBase64Line(await fetch(fetchCommand(dialogue, plan), plan))
    },
    async snapshot(config, width, height) {
      const plan = planTransfer(config)
      const suffix = plan.suffix === '' ? [] : [plan.suffix]
      return readSnapshot(await fetch(atCommand('SNAPSHOT', width, height, ...suffix), plan), width, height)
    },
    async runImpulse(onAnswer) {
      const answers = createAtInferenceReader()
      listening = (line) => {
        const answer = answers.push(line)
        if (answer) onAnswer(answer)
      }
      await send('AT+RUNIMPULSE\r')
      return async () => {
        listening = null
        if (!(await wake(ANSWER_TIMEOUT_MS))) throw new AppError('device/no-answer')
      }
    },
    async classify(values) {
      const upload = createUpload(values, (piece) => void port.write(new TextEncoder().encode(piece)))
      await ask(atCommand('RUNIMPULSESTATIC', 'n', values.length), { line: upload.line })
      return upload.answer()
    },
    close() {
      if (quiet) clearTimeout(quiet)
      offData()
      offClose()
      listening = null
      open?.fail(new AppError('device/unplugged'))
    },
  }
}

/** Sends a window piece by piece, each when the board has taken the one before, and reads the answer. */
function createUpload(values: Float32Array, send: (piece: string) => void) {
  const answers = createAtInferenceReader()
  let pieces: string[] = []
  let answer: AtInference | null = null
  let code: number | null = null
  let isLate = false
  return {
    line(text: string): void {
      const line = readStaticLine(text)
      if (line.kind === 'send-pieces') pieces = staticPieces(values, line.characters)
      if (line.kind === 'send-pieces' || line.kind === 'taken') {
        const next = pieces.shift()
        if (next !== undefined) send(next)
      } else if (line.kind === 'result') code = line.code
      else if (line.kind === 'timeout') isLate = true
      else answer = answers.push(text) ?? answer
    },
    answer(): AtInference {
      const found = answer ?? answers.end()
      if (found && code === 0) return found
      const why = isLate ? 'it waited too long for the values' : `its answer ended with code ${code ?? 'none'}`
      throw new AppError('device/wrong-answer', { message: `The board did not classify the window: ${why}.` })
    },
  }
}
