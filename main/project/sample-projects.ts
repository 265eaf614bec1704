/** The bundled sample projects. Their recordings are simulated here, bit for bit the same on every machine. */
import { MOTIONS } from '../../shared/model/board.ts'
import type { Axis, NewSample } from '../../shared/model/sample.ts'
import { simulateTake } from '../../shared/simulation/hand.ts'
import { simulateSound, SOUNDS } from '../../shared/simulation/sounds.ts'
import type { ProjectFile } from './project-file.ts'

const PEOPLE = 6
/** Kept aside: the model meets this person only in testing. */
const TEST_PERSON = 3
const SECONDS = 4
const RATE_HZ = 100

/** Of the sample project; simulated boards take other people, whom no model has seen. */
export const SAMPLE_SEED = 1
const TAKES_PER_MOTION = 30

export const MOTION_AXES: readonly Axis[] = [
  { name: 'accX', unit: 'm/s2' },
  { name: 'accY', unit: 'm/s2' },
  { name: 'accZ', unit: 'm/s2' },
]

/** `perLabel` takes of each motion, dealt to the people in turn; each person is a session. */
export function simulatedSamples({ perLabel, seed }: { perLabel: number; seed: number }): NewSample[] {
  return MOTIONS.flatMap((motion) =>
    Array.from({ length: perLabel }, (_, index) => {
      const person = (index % PEOPLE) + 1
      const take = Math.floor(index / PEOPLE) + 1
      return {
        name: `${motion}.person-${person}.${take}`,
        label: motion,
        split: person === TEST_PERSON ? ('test' as const) : ('train' as const),
        session: `person ${person}`,
        rateHz: RATE_HZ,
        axes: [...MOTION_AXES],
        values: simulateTake({ motion, person, take, seconds: SECONDS, rateHz: RATE_HZ, seed }),
        source: 'simulated' as const,
        metadata: { simulated: 'hand-held accelerometer', person: `person ${person}`, seed: String(seed) },
      }
    }),
  )
}

/** Fills a new project with the motion sample. */
export function fillMotionSample(
  project: ProjectFile,
  onProgress: (done: number, total: number) => void = () => undefined,
): void {
  const samples = simulatedSamples({ perLabel: TAKES_PER_MOTION, seed: SAMPLE_SEED })
  project.addSamples(samples)
  onProgress(samples.length, samples.length)
}

const SOUND_RATE_HZ = 16_000
const TAKES_PER_SOUND = 24

/** Takes of one second, dealt to the people in turn as the motions are. */
function simulatedSounds(): NewSample[] {
  return SOUNDS.flatMap((sound) =>
    Array.from({ length: TAKES_PER_SOUND }, (_, index) => {
      const person = (index % PEOPLE) + 1
      const take = Math.floor(index / PEOPLE) + 1
      return {
        name: `${sound}.person-${person}.${take}`,
        label: sound,
        split: person === TEST_PERSON ? ('test' as const) : ('train' as const),
        session: `person ${person}`,
        rateHz: SOUND_RATE_HZ,
        axes: [{ name: 'audio', unit: 'wav' }],
        values: simulateSound({ sound, person, take, seconds: 1, rateHz: SOUND_RATE_HZ, seed: SAMPLE_SEED }),
        source: 'simulated' as const,
        metadata: { simulated: 'microphone', person: `person ${person}`, seed: String(SAMPLE_SEED) },
      }
    }),
  )
}

/** Fills a new project with simulated sounds. */
export function fillSoundSample(project: ProjectFile): void {
  project.addSamples(simulatedSounds())
}
