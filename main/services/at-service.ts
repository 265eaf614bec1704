/** Boards with AT commands: pictures from their camera, and answers of the model on them. */
import type { Handlers } from '../../shared/contract/api.ts'
import { AppError } from '../../shared/contract/errors.ts'
import type { ParsedInput } from '../../shared/contract/operations.ts'
import { pictureAxes } from '../../shared/dsp/picture-window.ts'
import { PICTURE_RATE_HZ, windowAt } from '../../shared/dsp/windows.ts'
import { decodePicture, type Picture } from '../../shared/formats/picture.ts'
import type { Snapshot } from '../../shared/wire/at-protocol.ts'
import type { BoardSession } from '../devices/board-session.ts'
import type { Context } from './context.ts'

type AtHandlers = Pick<Handlers, 'at/config' | 'at/snapshot' | 'at/run' | 'at/classify'>
type AtCommands = NonNullable<BoardSession['commands']>

export function atHandlers(context: Context): AtHandlers {
  function commands(): AtCommands {
    const session = context.devices.session()
    if (!session) throw new AppError('device/none')
    if (session.commands) return session.commands
    throw new AppError('device/unsupported', {
      message: 'This board takes no AT commands.',
      hint: 'Only full AT firmware does: look at Devices, what the board speaks.',
    })
  }

  return {
    'at/config': () => {
      const { deviceType, atVersion, sensors, snapshot, inference } = commands().config
      return {
        type: deviceType,
        version: atVersion,
        sensors,
        pictures: snapshot.has ? snapshot.resolutions : [],
        hasModel: inference.modelType !== '',
      }
    },
    'at/snapshot': async ({ width, height, label }) => {
      const { client, config } = commands()
      const sizes = config.snapshot.resolutions.map((size) => `${size.width} × ${size.height}`)
      if (!config.snapshot.has) {
        throw new AppError('device/unsupported', { message: `${config.deviceType} has no camera.` })
      }
      if (sizes.length > 0 && !sizes.includes(`${width} × ${height}`)) {
        throw new AppError('device/unsupported', {
          message: `The camera takes no pictures of ${width} × ${height}.`,
          hint: `Choose one of these: ${sizes.join(', ')}.`,
        })
      }
      const picture = pictureOf(await client.snapshot(config, width, height))
      const sampleId = label === undefined ? null : keep(context, picture, label)
      return { width: picture.width, height: picture.height, values: picture.values, sampleId }
    },
    'at/run': ({ answers = Number.POSITIVE_INFINITY }, call) =>
      runOnBoard(commands().client, answers, call.signal, call.progress),
    'at/classify': (input) => commands().client.classify(windowOf(context, input)),
  }
}

async function runOnBoard(
  client: AtCommands['client'],
  wanted: number,
  signal: AbortSignal,
  tell: (answer: Parameters<Parameters<AtCommands['client']['runImpulse']>[0]>[0]) => void,
): Promise<{ answers: number }> {
  let answers = 0
  let finish: () => void = () => undefined
  const finished = new Promise<void>((resolve) => (finish = resolve))
  const stop = await client.runImpulse((answer) => {
    if (answers >= wanted) return
    answers++
    tell(answer)
    if (answers === wanted) finish()
  })
  signal.addEventListener('abort', finish, { once: true })
  if (signal.aborted) finish()
  await finished
  await stop()
  return { answers }
}

function pictureOf({ format, width, height, bytes }: Snapshot): Picture {
  if (format === 'jpeg') return decodePicture(bytes)
  return { width, height, channels: format === 'gray' ? 1 : 3, values: Float32Array.from(bytes) }
}

function keep(context: Context, { width, height, channels, values }: Picture, label: string): number {
  const project = context.project()
  const board = context.devices.connection()?.name ?? 'board'
  const { id } = project.addSample({
    name: `${label}.${project.sampleCount + 1}`,
    label,
    split: 'train',
    session: `${new Date().toISOString().slice(0, 10)} ${board}`,
    metadata: { board },
    axes: pictureAxes(channels),
    image: { width, height },
    rateHz: PICTURE_RATE_HZ,
    values,
    source: 'recorded',
  })
  context.samplesChanged([id])
  return id
}

/** A window as the firmware takes it: interleaved readings, or one number 0xRRGGBB a pixel. */
function windowOf(context: Context, { sampleId, startMs }: ParsedInput<'at/classify'>): Float32Array {
  const project = context.project()
  const impulse = project.impulse()
  if (!impulse) throw new AppError('impulse/none')
  const values = windowAt(impulse.input, { ...project.sample(sampleId), values: project.values(sampleId) }, startMs)
  if (impulse.input.kind !== 'image') return values
  const channels = impulse.input.axes.length
  return Float32Array.from({ length: values.length / channels }, (_, pixel) => {
    const colour = (channel: number): number => values[pixel * channels + Math.min(channel, channels - 1)] ?? 0
    return Math.round(colour(0)) * 0x10000 + Math.round(colour(1)) * 0x100 + Math.round(colour(2))
  })
}
