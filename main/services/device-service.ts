/** Boards: list, connect, console; and recording from them. */
import type { Handlers } from '../../shared/contract/api.ts'
import { AppError } from '../../shared/contract/errors.ts'
import type { Recording } from '../../shared/model/state.ts'
import { recordOnBoard } from '../devices/board-recorder.ts'
import type { BoardSession } from '../devices/board-session.ts'
import { createRecorder, type RecordingRequest, type RecordingResult } from '../devices/recorder.ts'
import type { Context } from './context.ts'
import { ensureImpulse, wantedRateHz } from './impulse-service.ts'

type DeviceHandlers = Pick<
  Handlers,
  'devices/list' | 'devices/connect' | 'devices/disconnect' | 'devices/send' | 'record/start' | 'record/stop'
>

type AtCommands = NonNullable<BoardSession['commands']>

export function deviceHandlers(context: Context, setRecording: (recording: Recording | null) => void): DeviceHandlers {
  const { devices } = context
  const recorder = createRecorder(devices)
  let isStopped = false

  /** A session is one sitting: a day and a board, unless named. */
  function sitting(): string {
    const board = devices.connection()?.info?.serialNumber ?? 'board'
    return `${new Date().toISOString().slice(0, 10)} ${board}`
  }

  function metadata(): Record<string, string> {
    const connection = devices.connection()
    if (!connection) throw new AppError('device/none')
    return {
      board: connection.info?.board ?? connection.name,
      firmware: connection.info?.firmware ?? 'unknown',
      ...(connection.simulated ? { simulated: 'yes', motion: devices.motion() ?? 'idle' } : {}),
    }
  }

  function stopRecording(): void {
    isStopped = true
    recorder.stop()
  }

  /** One at a time: the board answers one command after another. */
  function onBoard(commands: AtCommands, request: RecordingRequest): Promise<RecordingResult> {
    isStopped = false
    return recordOnBoard({
      commands,
      project: context.project(),
      request,
      wantedRateHz: wantedRateHz(context.currentProject()),
      isStopped: () => isStopped,
      onChange: setRecording,
    })
  }

  return {
    'devices/list': () => devices.refresh(),
    'devices/connect': async ({ port }) => {
      await devices.connect(port)
      return {}
    },
    'devices/disconnect': async () => {
      await devices.disconnect()
      return {}
    },
    'devices/send': async ({ text }) => {
      const session = devices.session()
      if (!session) throw new AppError('device/none')
      await session.sendText(text)
      return {}
    },
    'record/start': async (request, call) => {
      const project = context.project()
      if (call.signal.aborted) throw new AppError('app/cancelled')
      const stop = (): void => {
        // A page that is reloaded does not end the recording; only the person does.
        const gone = call.signal.reason instanceof AppError && call.signal.reason.code === 'bridge/closed'
        if (!gone) stopRecording()
      }
      call.signal.addEventListener('abort', stop, { once: true })
      const plan = { ...request, session: request.session ?? sitting(), metadata: metadata() }
      const commands = devices.session()?.commands
      const result = await (commands ? onBoard(commands, plan) : recorder.record(project, plan, setRecording))
      ensureImpulse(context)
      context.samplesChanged(result.sampleIds)
      return result
    },
    'record/stop': () => {
      stopRecording()
      return {}
    },
  }
}
