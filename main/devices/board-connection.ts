/** One board from plugging in to letting go: opens it, starts its stream, follows it when it comes back elsewhere. */
import type { Connection, DevicePort } from '../../shared/model/board.ts'
import type { BoardAnswer, BoardSession, ConsoleText, Readings, SessionEvents } from './board-session.ts'
import { createRateMeter } from './rate-meter.ts'

const RECONNECT_MS = 8000
const RECONNECT_EVERY_MS = 250
const RATE_EVERY_MS = 1000
const RATE_STEP_HZ = 0.1
const UNTOLD = { rateHz: 0, tMs: Number.NEGATIVE_INFINITY }

export interface BoardListeners {
  readings(readings: Readings, session: BoardSession): void
  answer(answer: BoardAnswer): void
  text(lines: ConsoleText[]): void
  /** The button on the board was pressed. */
  button?(): void
  /** The stream began anew or ended: rows count from 0 again. */
  streamChanged(): void
}

/** An open session, and the word that the board went away. */
export interface OpenedBoard {
  session: BoardSession
  onClose(listener: (reason: 'asked' | 'lost') => void): void
}

/** What a connection needs of the manager that holds it. */
export interface BoardSurroundings {
  ports(): DevicePort[]
  refresh(): Promise<DevicePort[]>
  openBoard(port: string, events: SessionEvents): Promise<OpenedBoard>
  /** The rate to ask this board for. */
  rateFor(session: BoardSession): number
  listeners: Required<BoardListeners>
  onChange(): void
}

export interface BoardConnection {
  connection(): Connection | null
  session(): BoardSession | null
  measuredRateHz(): number
  connect(port: string): Promise<void>
  disconnect(): Promise<void>
  /** Lets go of the port while `work` uses it, then opens it again. */
  whileReleased<T>(port: string, work: () => Promise<T>): Promise<T>
  /** Starts the stream anew at the rate that is wanted now. */
  restartStream(): Promise<void>
}

export function createBoardConnection(surroundings: BoardSurroundings): BoardConnection {
  const { listeners } = surroundings
  const meter = createRateMeter()
  let session: BoardSession | null = null
  let connection: Connection | null = null
  let told = UNTOLD

  const events: SessionEvents = {
    readings(readings) {
      if (!session) return
      meter.add(readings.tMs, readings.values.length / session.axes.length + readings.lost)
      tellRate(readings.tMs)
      listeners.readings(readings, session)
    },
    answer: (answer) => listeners.answer(answer),
    text: (lines) => listeners.text(lines),
    button: () => listeners.button(),
  }

  /** The true rate is part of the small picture; it is told when it differs, and not more often than people read. */
  function tellRate(tMs: number): void {
    const rateHz = meter.rateHz()
    if (Math.abs(rateHz - told.rateHz) < RATE_STEP_HZ || tMs - told.tMs < RATE_EVERY_MS) return
    told = { rateHz, tMs }
    surroundings.onChange()
  }

  function update(next: Connection | null): void {
    connection = next
    surroundings.onChange()
  }

  async function open(port: string): Promise<void> {
    const { session: opened, onClose } = await surroundings.openBoard(port, events)
    session = opened
    const serialNumber = surroundings.ports().find((one) => one.port === port)?.serialNumber ?? null
    onClose((reason) => {
      if (session === opened && reason === 'lost') void reconnect(port, serialNumber)
    })
    await startStream(opened)
    update(describe(port, opened))
  }

  async function startStream(opened: BoardSession): Promise<void> {
    meter.reset()
    told = UNTOLD
    listeners.streamChanged()
    if (opened.axes.length > 0) await opened.startStream(surroundings.rateFor(opened))
  }

  function nameOf(port: string): string {
    return surroundings.ports().find((one) => one.port === port)?.name ?? `Board on ${port}`
  }

  function describe(port: string, opened: BoardSession): Connection {
    const { protocol, info } = opened
    return { ...blank(port, 'connected'), name: nameOf(port), protocol, info }
  }

  /** Many boards come back under another name: the USB serial number tells which it is. */
  async function portNow(port: string, serialNumber: string | null): Promise<string> {
    const found = await surroundings.refresh()
    const same = serialNumber === null ? undefined : found.find((one) => one.serialNumber === serialNumber)
    return same?.port ?? port
  }

  async function reconnect(port: string, serialNumber: string | null): Promise<void> {
    session = null
    listeners.streamChanged()
    if (connection) update({ ...connection, state: 'reconnecting', measuredRateHz: null })
    for (let waited = 0; waited < RECONNECT_MS && connection?.state === 'reconnecting'; waited += RECONNECT_EVERY_MS) {
      await new Promise((resolve) => setTimeout(resolve, RECONNECT_EVERY_MS))
      try {
        return await open(await portNow(port, serialNumber))
      } catch {
        // Not back yet: tried again until the time is up, then said below.
      }
    }
    if (connection?.state === 'reconnecting') update(null)
  }

  async function connect(port: string): Promise<void> {
    if (connection?.port === port && connection.state === 'connected') return
    await disconnect()
    await surroundings.refresh()
    update(blank(port, 'connecting'))
    try {
      await open(port)
    } catch (error) {
      update(null)
      throw error
    }
  }

  async function disconnect(): Promise<void> {
    const ending = session
    session = null
    if (connection) update(null)
    listeners.streamChanged()
    await ending?.close()
  }

  async function whileReleased<T>(port: string, work: () => Promise<T>): Promise<T> {
    const ending = session
    session = null
    await ending?.close()
    const known = surroundings.ports().find((one) => one.port === port)
    const serialNumber = known?.serialNumber ?? null
    update({ ...blank(port, 'flashing'), name: known?.name ?? port })
    try {
      return await work()
    } finally {
      // A board that was touched or flashed may need some seconds, and come back under another name.
      await open(await portNow(port, serialNumber)).catch(() => void reconnect(port, serialNumber))
    }
  }

  return {
    connection: () => (connection ? { ...connection, measuredRateHz: meter.rateHz() || null } : null),
    session: () => session,
    measuredRateHz: () => meter.rateHz(),
    connect,
    disconnect,
    whileReleased,
    restartStream: async () => {
      if (session) await startStream(session)
    },
  }
}

function blank(port: string, state: Connection['state']): Connection {
  const simulated = port.startsWith('sim:')
  return { port, name: port, simulated, state, protocol: 'unknown', info: null, measuredRateHz: null }
}
