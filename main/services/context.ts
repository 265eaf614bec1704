/** What every service shares: the open project, jobs, devices, settings and the way to publish. */
import type { ComputeClient } from '../jobs/compute-client.ts'
import type { JobList } from '../jobs/job-list.ts'
import type { ProjectFile } from '../project/project-file.ts'
import type { DeviceManager } from '../devices/device-manager.ts'
import type { AppSettings } from './app-settings.ts'
import type { SimulatedPico } from '../virtual/simulated-pico.ts'
import type { SimulatedUno } from '../virtual/simulated-uno.ts'
import type { EventHub } from './event-hub.ts'
import type { FeatureStore } from './feature-store.ts'

export interface Context {
  host: 'electron' | 'browser' | 'cli'
  hub: EventHub
  jobs: JobList
  compute: ComputeClient
  settings: AppSettings
  devices: DeviceManager
  /** The simulated Pico, also as a target for flashing. */
  simulated: SimulatedPico
  simulatedUno: SimulatedUno
  features: FeatureStore
  projectsFolder: string
  /** The open project; throws `project/none` where none is open. */
  project(): ProjectFile
  currentProject(): ProjectFile | null
  /** A recording or live classification runs: the stream must go on as it is. */
  isStreaming(): boolean
  /** Closes the open project, if any, and makes this one the open one. */
  switchProject(next: ProjectFile | null): void
  /** Something in the small picture changed: it is published soon. */
  changed(): void
  /** Samples, labels or splits changed. */
  samplesChanged(ids: number[]): void
}
