/** Boards: list, connect, console; and recording from them. */
import type { Handlers } from '../../shared/contract/api.ts'
import { AppError } from '../../shared/contract/errors.ts'
import type { ParsedInput } from '../../shared/contract/operations.ts'
import type { ImageSize } from '../../shared/model/input-block.ts'
import type { Recording, Sitting } from '../../shared/model/recording.ts'
import type { Microphone } from '../devices/computer-microphone.ts'
import { createCameraRecorder } from '../devices/camera-recorder.ts'
import type { Camera } from '../devices/computer-camera.ts'
import { recordOnBoard } from '../devices/board-recorder.ts'
import type { BoardSession } from '../devices/board-session.ts'
import { createRecorder, type RecordingRequest, type RecordingResult } from '../devices/recorder.ts'
import type { ProjectFile } from '../project/project-file.ts'
import { changePlan, recordOverview } from './sampling-plan.ts'
import type { Context } from './context.ts'
import { ensureImpulse, wantedRateHz } from './impulse-service.ts'

type DeviceHandlers = Pick<
  Handlers,
  | 'devices/list'
  | 'devices/connect'
  | 'devices/disconnect'
  | 'devices/send'
  | 'devices/capture'
  | 'devices/feed'
  | 'devices/picture'
  | 'record/start'
  | 'record/stop'
  | 'record/trigger'
  | 'record/label'
  | 'record/plan'
  | 'record/overview'
>

const NOBODY: Sitting = { who: '', where: '', board: '' }

/** Of pictures, where no impulse wants another. */
const PICTURE_SIDE = 96

type AtCommands = NonNullable<BoardSession['commands']>

export function deviceHandlers(context: Context, setRecording: (recording: Recording | null) => void): DeviceHandlers {
  const { devices } = context
  const recorder = createRecorder(devices)
  const cameraRecorder = createCameraRecorder()
  let isStopped = false

  /** A session is one sitting: a day, a person, a place and a board, as far as they are known. */
  function sessionKey({ who, where, board }: Sitting): string {
    const known = board || (devices.connection()?.info?.serialNumber ?? 'board')
    return [new Date().toISOString().slice(0, 10), who, where, known].filter((part) => part !== '').join(' ')
  }

  function metadata({ who, where, board }: Sitting): Record<string, string> {
    const connection = devices.connection()
    if (!connection) throw new AppError('device/none')
    const said = Object.entries({ who, where, boardName: board }).filter(([, value]) => value !== '')
    return {
      board: connection.info?.board ?? connection.name,
      firmware: connection.info?.firmware ?? 'unknown',
      ...Object.fromEntries(said),
      ...(connection.simulated ? { simulated: 'yes', motion: devices.motion() ?? 'idle' } : {}),
    }
  }

  function stopRecording(): void {
    isStopped = true
    recorder.stop()
    cameraRecorder.stop()
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

  function byCamera(
    camera: Camera,
    request: RecordingRequest,
    wanted: ImageSize | undefined,
  ): Promise<RecordingResult> {
    return cameraRecorder.record({
      camera,
      project: context.project(),
      request,
      size: wanted ?? impulseSize(context.project()) ?? { width: PICTURE_SIDE, height: PICTURE_SIDE },
      onChange: setRecording,
      onSample: (id) => context.samplesChanged([id]),
    })
  }

  function record(input: ParsedInput<'record/start'>): Promise<RecordingResult> {
    const request = requestOf(input)
    const camera = devices.camera()
    if (camera) return byCamera(camera, request, input.picture)
    const commands = devices.session()?.commands
    return commands ? onBoard(commands, request) : recorder.record(context.project(), request, setRecording)
  }

  function openMicrophone(): Microphone {
    const microphone = devices.microphone()
    if (!microphone) throw new AppError('device/none')
    return microphone
  }

  function requestOf(input: ParsedInput<'record/start'>): RecordingRequest {
    const sitting = { ...NOBODY, ...input.sitting }
    return {
      labels: input.labels ?? Array.from({ length: input.takes }, () => input.label),
      seconds: input.seconds,
      countdownMs: input.countdownMs,
      restMs: input.restMs,
      trigger: input.trigger,
      split: input.split,
      session: input.session ?? sessionKey(sitting),
      metadata: metadata(sitting),
    }
  }

  return {
    'devices/list': () => devices.refresh(),
    'devices/connect': async ({ port, also }) => {
      await (also ? devices.connectAlso(port) : devices.connect(port))
      return {}
    },
    'devices/disconnect': async ({ port }) => {
      await devices.disconnect(port)
      return {}
    },
    'devices/send': async ({ text, bytes }) => {
      const session = devices.session()
      if (!session) throw new AppError('device/none')
      if (bytes && !session.sendBytes) throw new AppError('device/unsupported')
      await (bytes ? session.sendBytes?.(bytes) : session.sendText(text))
      return {}
    },
    'devices/capture': () => openMicrophone().claim(),
    'devices/feed': (sound) => {
      openMicrophone().feed(sound)
      return {}
    },
    'devices/picture': ({ shot, ...picture }) => {
      const camera = devices.camera()
      if (!camera) throw new AppError('device/none')
      camera.deliver(shot, picture)
      return {}
    },
    'record/start': async (input, call) => {
      context.project()
      if (call.signal.aborted) throw new AppError('app/cancelled')
      const stop = (): void => {
        // A page that is reloaded does not end the recording; only the person does.
        const gone = call.signal.reason instanceof AppError && call.signal.reason.code === 'bridge/closed'
        if (!gone) stopRecording()
      }
      call.signal.addEventListener('abort', stop, { once: true })
      const result = await record(input)
      ensureImpulse(context)
      context.samplesChanged(result.sampleIds)
      return result
    },
    'record/stop': () => {
      stopRecording()
      return {}
    },
    'record/trigger': () => {
      recorder.trigger()
      cameraRecorder.trigger()
      return {}
    },
    'record/label': ({ label }) => {
      recorder.switchLabel(label)
      cameraRecorder.switchLabel(label)
      return {}
    },
    'record/overview': () => recordOverview(context.project()),
    'record/plan': ({ want }) => {
      changePlan(context.project(), want)
      context.changed()
      return {}
    },
  }
}

function impulseSize(project: ProjectFile): ImageSize | null {
  const input = project.impulse()?.input
  return input?.kind === 'image' ? { width: input.imageWidth, height: input.imageHeight } : null
}
