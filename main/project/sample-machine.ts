/** The bundled sample project about anomalies: a machine that runs well in training, and faults only in the test. */
import type { NewSample } from '../../shared/model/sample.ts'
import { MACHINE_FAULTS, MACHINE_STATES, type MachineState, simulateMachine } from '../../shared/simulation/machine.ts'
import { MOTION_AXES, SAMPLE_SEED } from './sample-projects.ts'

const DAYS = 6
/** Kept aside: the model meets this day only in testing. */
const TEST_DAY = 3
const TAKES_A_DAY = 4
const SECONDS = 4
const RATE_HZ = 100

export function simulatedMachines(): NewSample[] {
  const days = Array.from({ length: DAYS }, (_, index) => index + 1)
  return [
    ...MACHINE_STATES.flatMap((state) => days.flatMap((day) => takesOf(state, day))),
    ...MACHINE_FAULTS.flatMap((state) => takesOf(state, TEST_DAY)),
  ]
}

function takesOf(state: MachineState, day: number): NewSample[] {
  return Array.from({ length: TAKES_A_DAY }, (_, index) => {
    const take = index + 1
    return {
      name: `${state}.day-${day}.${take}`,
      label: state,
      split: day === TEST_DAY ? 'test' : 'train',
      session: `day ${day}`,
      rateHz: RATE_HZ,
      axes: [...MOTION_AXES],
      values: simulateMachine({ state, day, take, seconds: SECONDS, rateHz: RATE_HZ, seed: SAMPLE_SEED }),
      source: 'simulated',
      metadata: { simulated: 'accelerometer on a machine', day: `day ${day}`, seed: String(SAMPLE_SEED) },
    }
  })
}
