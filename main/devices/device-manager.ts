/** The one truth about boards: which are there, which one is open, and what it sends. */
import { AppError } from '../../shared/contract/errors.ts'
import type { BoardKind, Connection, DevicePort, Motion } from '../../shared/model/board.ts'
import type { BoardPort } from './board-port.ts'
import type { BoardAnswer, BoardSession, ConsoleText, Readings, SessionEvents } from './board-session.ts'
import { detectProtocol } from './detect-protocol.ts'
import { describePorts, isSimulatedPico, SIMULATED_UNO, type SystemPort, systemPorts } from './port-lister.ts'
import { createRateMeter } from './rate-meter.ts'

const RECONNECT_MS = 8000
const RECONNECT_EVERY_MS = 250
const WATCH_EVERY_MS = 1500
const RATE_EVERY_MS = 1000
const RATE_STEP_HZ = 0.1
const UNTOLD = { rateHz: 0, tMs: Number.NEGATIVE_INFINITY }
export const DEFAULT_RATE_HZ = 100
/** No board here streams faster; a project of sound must not keep a person from connecting one. */
const FASTEST_STREAM_HZ = 1000

/** The simulated Pico as the manager needs it; main/virtual makes it. */
export interface SimulatedBoard {
  open(): Promise<BoardPort>
  portName(): string
  setMotion(motion: Motion): void
  close(): Promise<void>
}

export interface DeviceOptions {
  boards: BoardKind[]
  openPort(port: string): Promise<BoardPort>
  /** Made when first used. */
  simulated(): SimulatedBoard
  simulatedUno(): Pick<SimulatedBoard, 'open' | 'setMotion' | 'close'>
  listPorts?: () => Promise<SystemPort[]>
  /** Watch for boards that come and go; off in the command line. */
  watch: boolean
  /** The rate the open project wants, if any. */
  wantedRateHz(): number | null
  onChange(): void
}

export interface DeviceListeners {
  readings(readings: Readings, session: BoardSession): void
  answer(answer: BoardAnswer): void
  text(lines: ConsoleText[]): void
  /** The stream began anew or ended: rows count from 0 again. */
  streamChanged(): void
}

export interface DeviceManager {
  list(): DevicePort[]
  refresh(): Promise<DevicePort[]>
  connection(): Connection | null
  session(): BoardSession | null
  motion(): Motion | null
  setMotion(motion: Motion): void
  /** The bare port, for programs that bring a language of their own. The caller closes it. */
  openStream(port: string): Promise<BoardPort>
  connect(port: string): Promise<void>
  disconnect(): Promise<void>
  /** Lets go of the port while `work` uses it, then opens it again. */
  whileReleased<T>(port: string, work: () => Promise<T>): Promise<T>
  /** Starts the stream anew at the rate that is wanted now. */
  restartStream(): Promise<void>
  measuredRateHz(): number
  listen(listeners: DeviceListeners): () => void
  close(): Promise<void>
}

export function createDeviceManager(options: DeviceOptions): DeviceManager {
  const listeners = new Set<DeviceListeners>()
  const meter = createRateMeter()
  let ports = describePorts([], options.boards)
  let session: BoardSession | null = null
  let connection: Connection | null = null
  let motion: Motion | null = null
  let closing = false
  let told = UNTOLD

  const events: SessionEvents = {
    readings(readings) {
      if (!session) return
      meter.add(readings.tMs, readings.values.length / session.axes.length + readings.lost)
      tellRate(readings.tMs)
      for (const listener of listeners) listener.readings(readings, session)
    },
    answer: (answer) => listeners.forEach((listener) => listener.answer(answer)),
    text: (lines) => listeners.forEach((listener) => listener.text(lines)),
  }

  /** The true rate is part of the small picture; it is told when it differs, and not more often than people read. */
  function tellRate(tMs: number): void {
    const rateHz = meter.rateHz()
    if (Math.abs(rateHz - told.rateHz) < RATE_STEP_HZ || tMs - told.tMs < RATE_EVERY_MS) return
    told = { rateHz, tMs }
    options.onChange()
  }

  function update(next: Connection | null): void {
    connection = next
    options.onChange()
  }

  async function refresh(): Promise<DevicePort[]> {
    const found = describePorts(
      await (options.listPorts ?? systemPorts)(),
      options.boards,
      options.simulated().portName(),
    )
    if (JSON.stringify(found) !== JSON.stringify(ports)) {
      ports = found
      options.onChange()
    }
    return ports
  }

  function openStream(port: string): Promise<BoardPort> {
    if (port === SIMULATED_UNO) return options.simulatedUno().open()
    if (!isSimulatedPico(port)) return options.openPort(port)
    if (port === options.simulated().portName()) return options.simulated().open()
    return Promise.reject(new AppError('device/not-found'))
  }

  async function open(port: string): Promise<void> {
    const stream = await openStream(port)
    const opened = await detectProtocol(stream, events).catch(async (error: unknown) => {
      await stream.close()
      throw error
    })
    session = opened
    const serialNumber = ports.find((one) => one.port === port)?.serialNumber ?? null
    stream.onClose((reason) => {
      if (session === opened && reason === 'lost') void reconnect(port, serialNumber)
    })
    if (port.startsWith('sim:')) motion ??= 'idle'
    await startStream(opened)
    update(describe(port, opened))
  }

  async function startStream(opened: BoardSession): Promise<void> {
    meter.reset()
    told = UNTOLD
    listeners.forEach((listener) => listener.streamChanged())
    const wantedHz = options.wantedRateHz() ?? DEFAULT_RATE_HZ
    if (opened.axes.length > 0) {
      await opened.startStream(wantedHz <= FASTEST_STREAM_HZ ? wantedHz : DEFAULT_RATE_HZ)
    }
  }

  function describe(port: string, opened: BoardSession): Connection {
    const known = ports.find((one) => one.port === port)
    return {
      port,
      name: known?.name ?? `Board on ${port}`,
      simulated: port.startsWith('sim:'),
      state: 'connected',
      protocol: opened.protocol,
      info: opened.info,
      measuredRateHz: null,
    }
  }

  /** Many boards come back under another name: the USB serial number tells which it is. */
  async function portNow(port: string, serialNumber: string | null): Promise<string> {
    const found = await refresh()
    const same = serialNumber === null ? undefined : found.find((one) => one.serialNumber === serialNumber)
    return same?.port ?? port
  }

  async function reconnect(port: string, serialNumber: string | null): Promise<void> {
    session = null
    listeners.forEach((listener) => listener.streamChanged())
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
    await refresh()
    update({
      port,
      name: port,
      simulated: port.startsWith('sim:'),
      state: 'connecting',
      protocol: 'unknown',
      info: null,
      measuredRateHz: null,
    })
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
    listeners.forEach((listener) => listener.streamChanged())
    await ending?.close()
  }

  async function whileReleased<T>(port: string, work: () => Promise<T>): Promise<T> {
    const ending = session
    session = null
    await ending?.close()
    const known = ports.find((one) => one.port === port)
    const name = known?.name ?? port
    const serialNumber = known?.serialNumber ?? null
    update({
      port,
      name,
      simulated: port.startsWith('sim:'),
      state: 'flashing',
      protocol: 'unknown',
      info: null,
      measuredRateHz: null,
    })
    try {
      return await work()
    } finally {
      await open(await portNow(port, serialNumber)).catch(() => update(null))
    }
  }

  const watcher = options.watch ? setInterval(() => void (closing || refresh()), WATCH_EVERY_MS) : null
  watcher?.unref()

  return {
    list: () => ports,
    refresh,
    connection: () => (connection ? { ...connection, measuredRateHz: meter.rateHz() || null } : null),
    session: () => session,
    motion: () => motion,
    setMotion(next) {
      options.simulated().setMotion(next)
      options.simulatedUno().setMotion(next)
      motion = next
      options.onChange()
    },
    openStream,
    connect,
    disconnect,
    whileReleased,
    restartStream: async () => {
      if (session) await startStream(session)
    },
    measuredRateHz: () => meter.rateHz(),
    listen(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    async close() {
      closing = true
      if (watcher) clearInterval(watcher)
      await disconnect()
      await options.simulated().close()
      await options.simulatedUno().close()
    },
  }
}
