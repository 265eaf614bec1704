/** All services together: one handler for every operation, and the events they publish. Knows no host. */
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Handlers } from '../shared/contract/api.ts'
import { AppError, type ErrorData, toErrorData } from '../shared/contract/errors.ts'
import type { EventSource } from '../shared/contract/event-gate.ts'
import type { ProjectFile } from './project/project-file.ts'
import { loadBoardTable } from './devices/board-table.ts'
import { createDeviceManager } from './devices/device-manager.ts'
import { openSerialPort } from './devices/serial-port.ts'
import { openTcpPort } from './devices/tcp-port.ts'
import { createComputeClient } from './jobs/compute-client.ts'
import { createJobList } from './jobs/job-list.ts'
import { anomalyHandlers } from './services/anomaly-service.ts'
import { appHandlers } from './services/app-service.ts'
import { openAppSettings } from './services/app-settings.ts'
import { type Activity, buildState } from './services/app-state.ts'
import { codeHandlers } from './services/code-service.ts'
import type { Context } from './services/context.ts'
import { createAutoConnect } from './services/auto-connect.ts'
import { atHandlers } from './services/at-service.ts'
import { compressionHandlers } from './services/compression-service.ts'
import { importedHandlers } from './services/imported-service.ts'
import { quantizeHandlers } from './services/quantize-service.ts'
import { deployHandlers } from './services/deploy-service.ts'
import { diagnosisHandlers } from './services/diagnosis-service.ts'
import { deviceHandlers } from './services/device-service.ts'
import { createEventHub } from './services/event-hub.ts'
import { faultHandlers } from './services/fault-service.ts'
import { createFeatureStore } from './services/feature-store.ts'
import { judgingHandlers } from './services/judging-service.ts'
import { explorerHandlers } from './services/explorer-service.ts'
import { tuneHandlers } from './services/tune-service.ts'
import { impulseHandlers, wantedRateHz } from './services/impulse-service.ts'
import { impulsesHandlers } from './services/impulses-service.ts'
import { liveHandlers } from './services/live-service.ts'
import { projectHandlers } from './services/project-service.ts'
import { publishDevices } from './services/publish-devices.ts'
import { replayHandlers } from './services/replay-service.ts'
import { sampleHandlers } from './services/sample-service.ts'
import { createShareService } from './services/share-service.ts'
import { sketchHandlers } from './services/sketch-service.ts'
import { trainingHandlers } from './services/training-service.ts'
import { createSimulatedUno } from './virtual/simulated-uno.ts'
import { createSimulatedPico, type SimulatedPico } from './virtual/simulated-pico.ts'

/** The small picture is published at most this often. */
const STATE_EVERY_MS = 50

export interface BackendOptions {
  host: Context['host']
  /** A page that can capture sound; by default where the host has one. */
  hasPage?: boolean
  /** Where settings are kept; a test gives a folder of its own. */
  settingsFile?: string
  /** Where new projects go unless a path is given. */
  projectsFolder?: string
  /** Told of errors that no call gets to hear. */
  onBug?: (where: string, error: unknown) => void
  /** Instead of a simulated Pico of its own, so that a test can pull its cable. */
  simulated?: SimulatedPico
}

export interface Backend {
  handlers: Handlers
  /** The project named at the start could not be opened: the first page shows why. */
  tellStartProblem(error: AppError): void
  events: EventSource
  close(): Promise<void>
}

export function createBackend(options: BackendOptions): Promise<Backend> {
  const hub = createEventHub()
  const activity: Activity = { recording: null, live: false, replay: null }
  let current: ProjectFile | null = null
  let startProblem: ErrorData | null = null
  let stateTimer: ReturnType<typeof setTimeout> | null = null

  function publishState(): void {
    try {
      hub.publish('state/changed', buildState(context, activity))
    } catch (error) {
      // A picture that cannot be made must not end the engine: the next change makes a new one.
      options.onBug?.('state', error)
    }
  }
  const changed = (): void => {
    stateTimer ??= setTimeout(() => {
      stateTimer = null
      publishState()
    }, STATE_EVERY_MS)
  }
  const compute = createComputeClient()
  const simulated = options.simulated ?? createSimulatedPico()
  const simulatedUno = createSimulatedUno()
  const devices = createDeviceManager({
    boards: loadBoardTable(),
    openPort: (port) => (port.startsWith('tcp:') ? openTcpPort(port.slice(4)) : openSerialPort(port)),
    simulated: () => simulated,
    simulatedUno: () => simulatedUno,
    watch: options.host !== 'cli',
    hasPage: options.hasPage ?? options.host !== 'cli',
    wantedRateHz: () => wantedRateHz(current),
    onChange() {
      changed()
      autoConnect.look()
    },
  })
  const autoConnect = createAutoConnect(devices)
  if (options.host !== 'cli') devices.refresh().then(autoConnect.start, (error) => options.onBug?.('ports', error))
  const context: Context = {
    host: options.host,
    hub,
    jobs: createJobList(changed),
    compute,
    settings: openAppSettings(options.settingsFile ?? join(homedir(), '.tinyml-workbench', 'settings.json')),
    devices,
    simulated,
    simulatedUno,
    features: createFeatureStore(compute),
    projectsFolder: options.projectsFolder ?? join(homedir(), 'TinyML Workbench'),
    project() {
      if (!current) throw new AppError('project/none')
      return current
    },
    currentProject: () => current,
    isStreaming: () => activity.recording !== null || activity.live,
    switchProject(next) {
      const before = current
      current = next
      before?.close()
      // At once: a page must not show another project for a moment.
      publishState()
      hub.publish('samples/changed', { ids: [] })
    },
    changed,
    samplesChanged(ids) {
      hub.publish('samples/changed', { ids })
      changed()
    },
  }
  publishDevices(context)
  const share = createShareService(context)
  const handlers: Handlers = {
    ...appHandlers(context, {
      state: () => buildState(context, activity),
      takeStartProblem() {
        const problem = startProblem
        startProblem = null
        return problem
      },
    }),
    ...projectHandlers(context),
    ...sampleHandlers(context),
    ...codeHandlers(context),
    ...impulseHandlers(context),
    ...impulsesHandlers(context),
    ...explorerHandlers(context),
    ...tuneHandlers(context),
    ...trainingHandlers(context),
    ...judgingHandlers(context),
    ...anomalyHandlers(context),
    ...compressionHandlers(context),
    ...quantizeHandlers(context),
    ...importedHandlers(context),
    ...deployHandlers(context),
    ...deviceHandlers(context, (recording) => {
      activity.recording = recording
      changed()
    }),
    ...diagnosisHandlers(context),
    ...faultHandlers(context),
    ...sketchHandlers(),
    ...share.handlers,
    ...atHandlers(context),
    ...replayHandlers(context, (replay) => {
      activity.replay = replay
      changed()
    }),
    ...liveHandlers(context, (live) => {
      activity.live = live
      changed()
    }),
  }
  async function close(): Promise<void> {
    if (stateTimer) clearTimeout(stateTimer)
    context.jobs.cancelAll()
    await handlers['live/stop']({}, { signal: new AbortController().signal, progress: () => undefined })
    await share.close()
    await devices.close()
    await compute.close()
    context.currentProject()?.close()
    current = null
  }
  return Promise.resolve({
    handlers,
    events: hub,
    close,
    tellStartProblem(error) {
      startProblem = toErrorData(error)
    },
  })
}
