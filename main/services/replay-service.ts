/** What the simulated board feels: the simulated hand, or a recording of the project. */
import type { Handlers } from '../../shared/contract/api.ts'
import { AppError } from '../../shared/contract/errors.ts'
import type { AppState } from '../../shared/model/state.ts'
import type { Context } from './context.ts'

type ReplayHandlers = Pick<Handlers, 'devices/motion' | 'devices/replay'>

/** The sensor of the simulated board has three axes. */
const SENSOR_AXES = 3

export function replayHandlers(context: Context, setReplay: (replay: AppState['replay']) => void): ReplayHandlers {
  return {
    'devices/motion': ({ motion }) => {
      context.devices.setMotion(motion)
      setReplay(null)
      return {}
    },
    'devices/replay': ({ sampleId }) => {
      const sample = context.project().sample(sampleId)
      const places = sample.axes.flatMap((axis, place) => (/^acc/i.test(axis.name) ? [place] : []))
      if (places.length < SENSOR_AXES) {
        throw new AppError('device/unsupported', {
          message: `The simulated board feels acceleration; ${sample.name} has ${sample.axes.map((axis) => axis.name).join(', ')}.`,
          hint: 'Choose a sample with accX, accY and accZ.',
        })
      }
      const values = pick(context.project().values(sampleId), sample.axes.length, places.slice(0, SENSOR_AXES))
      const source = { kind: 'recording', values, rateHz: sample.rateHz } as const
      context.simulated.setMotionSource(source)
      context.simulatedUno.setMotionSource(source)
      setReplay({ sampleId, name: sample.name, label: sample.label })
      return {}
    },
  }
}

function pick(values: Float32Array, width: number, places: number[]): Float32Array {
  const rows = values.length / width
  return Float32Array.from({ length: rows * places.length }, (_, index) => {
    const row = Math.floor(index / places.length)
    return values[row * width + places[index % places.length]!]!
  })
}
