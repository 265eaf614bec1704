/** Takes pictures with this computer's camera, each a sample: one a take, or one after another until stopped. */
import { AppError } from '../../shared/contract/errors.ts'
import { pictureAxes } from '../../shared/dsp/picture-window.ts'
import { type Pixels, resizePicture } from '../../shared/dsp/resize.ts'
import { PICTURE_RATE_HZ } from '../../shared/dsp/windows.ts'
import type { ImageSize } from '../../shared/model/input-block.ts'
import type { Recording } from '../../shared/model/recording.ts'
import type { Health } from '../../shared/model/sample.ts'
import type { ProjectFile } from '../project/project-file.ts'
import type { Camera } from './computer-camera.ts'
import { pictureHealth } from './picture-health.ts'
import type { RecordingRequest, RecordingResult } from './recorder.ts'
import { type RecordingEvent, type RecordingPlan, recordingStep, startRecording } from './recording-machine.ts'

const TICK_MS = 50
/** Until stopped, a picture at least this long after the one before. */
const SHORTEST_REST_MS = 100

export interface CameraRecorder {
  record(options: CameraRecordingOptions): Promise<RecordingResult>
  stop(): void
  trigger(): void
  switchLabel(label: string): void
}

export interface CameraRecordingOptions {
  camera: Camera
  project: ProjectFile
  request: RecordingRequest
  /** Of the samples; what the camera sees beyond this shape is cut off. */
  size: ImageSize
  onChange(recording: Recording | null): void
  /** A picture became a sample. */
  onSample(id: number): void
}

interface Kept {
  id: number
  health: Health
  picture: Pixels
}

/** A picture is a take of one reading, so that countdown, rests, keys and labels are those of any recording. */
export function createCameraRecorder(): CameraRecorder {
  let step: ((event: RecordingEvent) => void) | null = null

  async function record(options: CameraRecordingOptions): Promise<RecordingResult> {
    if (step) throw new AppError('app/busy', { message: 'A recording is already running.' })
    const plan = planOf(options.request)
    try {
      return resultOf(await run(options, plan))
    } finally {
      step = null
      options.onChange(null)
    }
  }

  function run(options: CameraRecordingOptions, plan: RecordingPlan): Promise<Kept[]> {
    const kept: Kept[] = []
    let { state } = startRecording(plan)
    let isShooting = false
    /** Until stopped: left before the next picture. */
    let restMs = 0
    return new Promise((resolve, reject) => {
      const ticker = setInterval(() => take({ type: 'time', ms: TICK_MS }), TICK_MS)
      step = take
      take({ type: 'time', ms: 0 })

      function take(event: RecordingEvent): void {
        if (state.phase === 'finished') return
        state = recordingStep(plan, state, event).state
        if (event.type === 'time') restMs -= event.ms
        options.onChange(describe(kept, plan, state))
        if (state.phase === 'recording' && !isShooting && restMs <= 0) void shoot()
        if (state.phase !== 'finished') return
        clearInterval(ticker)
        // What is being taken belongs to the recording that was stopped.
        if (!isShooting) resolve(kept)
      }
      async function shoot(): Promise<void> {
        isShooting = true
        const { label } = state
        try {
          kept.push(keep(options, label, await options.camera.shoot(), kept.at(-1) ?? null))
          options.onSample(kept.at(-1)?.id ?? 0)
        } catch (error) {
          clearInterval(ticker)
          state = { phase: 'finished', take: state.take, label }
          return reject(error)
        }
        isShooting = false
        restMs = plan.rowsPerTake === null ? Math.max(SHORTEST_REST_MS, plan.restMs) : 0
        if (state.phase === 'finished') resolve(kept)
        else take({ type: 'rows', rows: 1, lost: 0 })
      }
    })
  }

  return {
    record,
    stop: () => step?.({ type: 'stop' }),
    trigger: () => step?.({ type: 'trigger' }),
    switchLabel: (label) => step?.({ type: 'label', label }),
  }
}

function planOf({ labels, seconds, countdownMs, restMs, trigger }: RecordingRequest): RecordingPlan {
  if (trigger.by === 'level' || trigger.by === 'board') {
    throw new AppError('device/unsupported', {
      message: 'A camera has no button and no level to wait for.',
      hint: 'Begin at once, or with a key.',
    })
  }
  return { labels, rowsPerTake: seconds === null ? null : 1, countdownMs, restMs, trigger: trigger.by }
}

function keep(
  { project, request, size }: CameraRecordingOptions,
  label: string,
  seen: Pixels,
  last: Kept | null,
): Kept {
  const shape = { imageWidth: size.width, imageHeight: size.height }
  const rest = { resizeMode: 'fit-short', resizeMethod: 'lanczos3', cropAnchor: 'middle-center' } as const
  const picture = resizePicture(seen, { ...shape, ...rest })
  const values = picture.values.map((value) => Math.round(value))
  const health = pictureHealth({ ...picture, values }, last?.picture ?? null)
  const { id } = project.addSample({
    name: `${label}.${project.sampleCount + 1}`,
    label,
    split: request.split,
    session: request.session,
    metadata: { ...request.metadata, startedAt: new Date().toISOString(), seen: `${seen.width} × ${seen.height}` },
    axes: pictureAxes(3),
    image: size,
    rateHz: PICTURE_RATE_HZ,
    values,
    health,
    source: 'recorded',
  })
  return { id, health, picture: { ...picture, values } }
}

function resultOf(kept: readonly Kept[]): RecordingResult {
  const last = kept.at(-1)
  if (!last) throw new AppError('record/nothing', { message: 'No picture was taken.' })
  const { health } = kept.find((one) => !one.health.ok) ?? last
  const sampleIds = kept.map(({ id }) => id)
  return { sampleIds, takes: kept.length, rateHz: PICTURE_RATE_HZ, lost: 0, seconds: 0, health }
}

function describe(
  kept: readonly Kept[],
  plan: RecordingPlan,
  state: ReturnType<typeof startRecording>['state'],
): Recording | null {
  if (state.phase === 'finished') return null
  return {
    state: state.phase,
    label: state.label,
    nextLabel: plan.labels[state.take] ?? null,
    take: state.take,
    takes: plan.labels.length,
    trigger: plan.trigger,
    leftMs: 'leftMs' in state ? Math.max(0, state.leftMs) : 0,
    elapsedMs: 0,
    totalMs: plan.rowsPerTake === null ? null : 0,
    boards: 1,
    health: kept.at(-1)?.health ?? null,
  }
}
