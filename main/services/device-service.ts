/** Boards: list, connect, console; and recording from them. */
import type { Handlers } from '../../shared/contract/api.ts'
import { AppError } from '../../shared/contract/errors.ts'
import type { Recording } from '../../shared/model/state.ts'
import { createRecorder } from '../devices/recorder.ts'
import type { Context } from './context.ts'
import { ensureImpulse } from './impulse-service.ts'

type DeviceHandlers = Pick<
  Handlers,
  'devices/list' | 'devices/connect' | 'devices/disconnect' | 'devices/send' | 'record/start' | 'record/stop'
>

export function deviceHandlers(context: Context, setRecording: (recording: Recording | null) => void): DeviceHandlers {
  const { devices } = context
  const recorder = createRecorder(devices)

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
        if (!gone) recorder.stop()
      }
      call.signal.addEventListener('abort', stop, { once: true })
      const session = request.session ?? sitting()
      const result = await recorder.record(project, { ...request, session, metadata: metadata() }, setRecording)
      ensureImpulse(context)
      context.samplesChanged(result.sampleIds)
      return result
    },
    'record/stop': () => {
      recorder.stop()
      return {}
    },
  }
}
