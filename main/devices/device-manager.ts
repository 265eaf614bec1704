/** The one truth about boards: which are there, which are open, and what they send. */
import { AppError } from '../../shared/contract/errors.ts'
import {
  type BoardKind,
  type Connection,
  type DevicePort,
  HEARD,
  type SimulatedInput,
} from '../../shared/model/board.ts'
import type { BoardPort } from './board-port.ts'
import {
  type BoardConnection,
  type BoardListeners,
  createBoardConnection,
  type OpenedBoard,
} from './board-connection.ts'
import type { BoardSession, Readings, SessionEvents } from './board-session.ts'
import { type Camera, cameraPort, COMPUTER_CAMERA, createCamera } from './computer-camera.ts'
import {
  COMPUTER_MICROPHONE,
  createEar,
  createMicrophone,
  type Microphone,
  microphonePort,
  microphoneRate,
  needsWindow,
} from './computer-microphone.ts'
import { detectProtocol } from './detect-protocol.ts'
import { describePorts, isSimulatedPico, isSimulatedUno, type SystemPort, systemPorts } from './port-lister.ts'

const WATCH_EVERY_MS = 1500
export const DEFAULT_RATE_HZ = 100
/** No board here streams faster; a project of sound must not keep a person from connecting one. */
const FASTEST_STREAM_HZ = 1000

/** A simulated board as the manager needs it; main/virtual makes it. */
export interface SimulatedBoard {
  open(): Promise<BoardPort>
  portName(): string
  setMotion(motion: SimulatedInput): void
  close(): Promise<void>
  hear(values: Float32Array): void
}

export interface DeviceOptions {
  boards: BoardKind[]
  openPort(port: string): Promise<BoardPort>
  /** Made when first used. */
  simulated(): SimulatedBoard
  simulatedUno(): SimulatedBoard
  listPorts?: () => Promise<SystemPort[]>
  /** Watch for boards that come and go; off in the command line. */
  watch: boolean
  /** A page is there that can capture sound and pictures. */
  hasPage?: boolean
  /** The rate the open project wants, if any. */
  wantedRateHz(): number | null
  onChange(): void
}

export interface DeviceListeners extends BoardListeners {
  /** What boards besides the first one send. */
  other?(port: string, readings: Readings, session: BoardSession): void
  otherChanged?(port: string): void
  /** A picture of this computer's camera is wanted. */
  shoot?(shot: number): void
}

/** A board that is open besides the first one. */
export interface OtherBoard {
  connection: Connection
  session: BoardSession | null
}

export interface DeviceManager {
  list(): DevicePort[]
  refresh(): Promise<DevicePort[]>
  connection(): Connection | null
  session(): BoardSession | null
  motion(): SimulatedInput | null
  setMotion(motion: SimulatedInput): void
  /** The bare port, for programs that bring a language of their own. The caller closes it. */
  openStream(port: string): Promise<BoardPort>
  /** Of this computer, connected as a board or listened to by a simulated one; null until then. */
  microphone(): Microphone | null
  /** Of this computer, where it is connected. */
  camera(): Camera | null
  connect(port: string): Promise<void>
  /** Opens a further board, recorded in step with the first one; the first stays "the board". */
  connectAlso(port: string): Promise<void>
  others(): OtherBoard[]
  /** Without a port: the board. */
  disconnect(port?: string): Promise<void>
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
  const others = new Map<string, BoardConnection>()
  let ports = describePorts([], options.boards)
  let motion: SimulatedInput | null = null
  let microphone: Microphone | null = null
  /** Of the simulated boards. */
  let ear: Microphone | null = null
  let camera: Camera | null = null
  let closing = false

  async function refresh(): Promise<DevicePort[]> {
    const boards = describePorts(
      await (options.listPorts ?? systemPorts)(),
      options.boards,
      options.simulated().portName(),
      options.simulatedUno().portName(),
    )
    const found = options.hasPage === true ? [...boards, microphonePort, cameraPort] : boards
    if (JSON.stringify(found) !== JSON.stringify(ports)) {
      ports = found
      options.onChange()
    }
    return ports
  }

  function openStream(port: string): Promise<BoardPort> {
    const board = isSimulatedUno(port) ? options.simulatedUno() : isSimulatedPico(port) ? options.simulated() : null
    if (!board) return options.openPort(port)
    // A renamed board is no longer at its old name.
    if (port === board.portName()) return board.open()
    return Promise.reject(new AppError('device/not-found'))
  }

  /** What is part of this computer; null for everything else. */
  function openOwn(port: string, events: SessionEvents): BoardSession | null {
    if (port !== COMPUTER_MICROPHONE && port !== COMPUTER_CAMERA) return null
    const name = port === COMPUTER_CAMERA ? 'camera' : 'microphone'
    if (options.hasPage !== true) throw needsWindow(name)
    if (port === COMPUTER_MICROPHONE) return (microphone = createMicrophone(events)).session
    return (camera = createCamera((shot) => listeners.forEach((listener) => listener.shoot?.(shot)))).session
  }

  async function openBoard(port: string, events: SessionEvents): Promise<OpenedBoard> {
    const own = openOwn(port, events)
    if (own) return { session: own, onClose: () => undefined }
    const stream = await openStream(port)
    const session = await detectProtocol(stream, events).catch(async (error: unknown) => {
      await stream.close()
      throw error
    })
    if (port.startsWith('sim:')) motion ??= 'idle'
    return { session, onClose: (listener) => void stream.onClose(listener) }
  }

  function rateFor({ protocol }: BoardSession): number {
    if (protocol === 'computer') return microphoneRate(options.wantedRateHz())
    const wantedHz = options.wantedRateHz() ?? DEFAULT_RATE_HZ
    return wantedHz <= FASTEST_STREAM_HZ ? wantedHz : DEFAULT_RATE_HZ
  }

  const common = { ports: () => ports, refresh, openBoard, rateFor, onChange: options.onChange }
  const first = createBoardConnection({
    ...common,
    listeners: {
      readings: (readings, session) => listeners.forEach((listener) => listener.readings(readings, session)),
      answer: (answer) => listeners.forEach((listener) => listener.answer(answer)),
      text: (lines) => listeners.forEach((listener) => listener.text(lines)),
      button: () => listeners.forEach((listener) => listener.button?.()),
      streamChanged: () => listeners.forEach((listener) => listener.streamChanged()),
    },
  })

  function createOther(port: string): BoardConnection {
    return createBoardConnection({
      ...common,
      listeners: {
        readings: (readings, session) => listeners.forEach((listener) => listener.other?.(port, readings, session)),
        answer: () => undefined,
        text: () => undefined,
        button: () => undefined,
        streamChanged: () => listeners.forEach((listener) => listener.otherChanged?.(port)),
      },
    })
  }

  async function connect(port: string): Promise<void> {
    await disconnectOther(port)
    await first.connect(port)
  }

  async function connectAlso(port: string): Promise<void> {
    if (port === COMPUTER_CAMERA || first.connection()?.port === COMPUTER_CAMERA) throw alone()
    if (first.connection() === null) return first.connect(port)
    if (first.connection()?.port === port || others.get(port)?.connection()) return
    const other = createOther(port)
    others.set(port, other)
    try {
      await other.connect(port)
    } catch (error) {
      others.delete(port)
      throw error
    }
  }

  async function disconnectOther(port: string): Promise<void> {
    const ending = others.get(port)
    others.delete(port)
    await ending?.disconnect()
  }

  async function disconnect(port?: string): Promise<void> {
    if (port !== undefined && others.has(port)) return disconnectOther(port)
    if (port === undefined || first.connection()?.port === port) await first.disconnect()
  }

  const isOpen = (port: string): boolean => [first, ...others.values()].some((one) => one.connection()?.port === port)

  const watcher = options.watch ? setInterval(() => void (closing || refresh()), WATCH_EVERY_MS) : null
  watcher?.unref()

  return {
    list: () => ports,
    refresh,
    connection: first.connection,
    session: first.session,
    others: () =>
      [...others.values()].flatMap((one) => {
        const connection = one.connection()
        return connection ? [{ connection, session: one.session() }] : []
      }),
    motion: () => motion,
    setMotion(next) {
      if (next === HEARD && options.hasPage !== true) throw needsWindow('microphone')
      ear = next === HEARD ? createEar([options.simulated(), options.simulatedUno()]) : null
      options.simulated().setMotion(next)
      options.simulatedUno().setMotion(next)
      motion = next
      options.onChange()
    },
    openStream,
    microphone: () => (isOpen(COMPUTER_MICROPHONE) ? microphone : ear),
    camera: () => (camera && camera.session === first.session() ? camera : null),
    connect,
    connectAlso,
    disconnect,
    whileReleased: first.whileReleased,
    restartStream: first.restartStream,
    measuredRateHz: first.measuredRateHz,
    listen(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    async close() {
      closing = true
      if (watcher) clearInterval(watcher)
      for (const port of others.keys()) await disconnectOther(port)
      await first.disconnect()
      await options.simulated().close()
      await options.simulatedUno().close()
    },
  }
}

function alone(): AppError {
  return new AppError('device/unsupported', {
    message: 'The camera takes pictures on its own, not in step with boards.',
    hint: 'Disconnect the other one first.',
  })
}
