/** Templates of pictures and of tables: simulated here, bit for bit the same on every machine. */
import { PICTURE_RATE_HZ } from '../../shared/dsp/windows.ts'
import { pictureAxes } from '../../shared/dsp/picture-window.ts'
import { ROW_RATE_HZ } from '../../shared/formats/table-samples.ts'
import type { NewSample } from '../../shared/model/sample.ts'
import { AIR_SENSORS, AIRS, simulateAir } from '../../shared/simulation/air.ts'
import { SHAPES, simulatePicture } from '../../shared/simulation/shapes.ts'

const SEED = 1
const GROUPS = 6
/** Kept aside: the model meets this person, or this room, only in testing. */
const TEST_GROUP = 3

const PICTURES_PER_SHAPE = 60
const PICTURE_SIDE = 32
const READINGS_PER_AIR = 90

type Content = Pick<NewSample, 'rateHz' | 'axes' | 'values' | 'image'>

interface Deal<T extends string> {
  kinds: readonly T[]
  perKind: number
  group: string
  simulated: string
  make(kind: T, group: number, take: number): Content
}

/** Takes of every kind, dealt to the people or rooms in turn; each of them is a session. */
function deal<T extends string>({ kinds, perKind, group, simulated, make }: Deal<T>): NewSample[] {
  return kinds.flatMap((kind) =>
    Array.from({ length: perKind }, (_, index) => {
      const number = (index % GROUPS) + 1
      const take = Math.floor(index / GROUPS) + 1
      return {
        name: `${kind}.${group}-${number}.${take}`,
        label: kind,
        split: number === TEST_GROUP ? ('test' as const) : ('train' as const),
        session: `${group} ${number}`,
        source: 'simulated' as const,
        metadata: { simulated, [group]: `${group} ${number}`, seed: String(SEED) },
        ...make(kind, number, take),
      }
    }),
  )
}

export function simulatedPictures(): NewSample[] {
  return deal({
    kinds: SHAPES,
    perKind: PICTURES_PER_SHAPE,
    group: 'person',
    simulated: 'camera',
    make: (shape, person, take) => ({
      rateHz: PICTURE_RATE_HZ,
      axes: pictureAxes(3),
      image: { width: PICTURE_SIDE, height: PICTURE_SIDE },
      values: simulatePicture({ shape, person, take, side: PICTURE_SIDE, seed: SEED }),
    }),
  })
}

export function simulatedAirs(): NewSample[] {
  return deal({
    kinds: AIRS,
    perKind: READINGS_PER_AIR,
    group: 'room',
    simulated: 'gas sensors',
    make: (air, room, take) => ({
      rateHz: ROW_RATE_HZ,
      axes: AIR_SENSORS.map((sensor) => ({ ...sensor })),
      values: simulateAir({ air, room, take, seed: SEED }),
    }),
  })
}
