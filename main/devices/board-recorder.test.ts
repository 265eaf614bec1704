import { Encoder } from 'cbor-x'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Recording } from '../../shared/model/recording.ts'
import type { AtConfig } from '../../shared/wire/at-config.ts'
import { SAMPLE_ASKED } from '../../shared/wire/at-protocol.ts'
import { createProject, type ProjectFile } from '../project/project-file.ts'
import type { AtSampleRequest } from './at-client.ts'
import { intervalFor, readPadded, recordOnBoard } from './board-recorder.ts'
import type { BoardSession } from './board-session.ts'

const cbor = new Encoder({ useRecords: false, mapsAsObjects: true })
const values = Array.from({ length: 20 }, (_, row) => [row, -row, 9.81])
const file = Uint8Array.from(
  cbor.encode({
    protected: { ver: 'v1', alg: 'none' },
    signature: '0'.repeat(64),
    payload: {
      device_type: 'KIT',
      interval_ms: 10,
      sensors: ['accX', 'accY', 'accZ'].map((name) => ({ name, units: 'm/s2' })),
      values,
    },
  }),
)
const SENSOR = { name: 'Motion', maxSampleSeconds: 5, frequenciesHz: [62.5, 100] }

let folder: string
let project: ProjectFile
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tinyml-at-'))
  project = createProject(join(folder, 'a.tinyml'), 'AT')
})
afterEach(() => {
  project.close()
  rmSync(folder, { recursive: true, force: true })
})

function board(asked: AtSampleRequest[]): NonNullable<BoardSession['commands']> {
  const sample = (_: AtConfig, request: AtSampleRequest): Promise<Uint8Array> => {
    asked.push(request)
    request.onStage({ ...SAMPLE_ASKED, stage: 'starting', startsInMs: 2000 })
    request.onStage({ ...SAMPLE_ASKED, stage: 'sampling' })
    return Promise.resolve(Uint8Array.of(...file, 0xff, 0xff))
  }
  return { client: { sample }, config: { sensors: [SENSOR] } } as unknown as NonNullable<BoardSession['commands']>
}
const request = {
  labels: ['big wave', 'big wave', 'big wave'],
  seconds: 2,
  trigger: { by: 'none' as const },
  countdownMs: 0,
  restMs: 0,
  split: 'train' as const,
  session: 'one',
  metadata: { board: 'KIT' },
}

describe('recording on a board with AT commands', () => {
  it('puts each take into the project', async () => {
    const asked: AtSampleRequest[] = []
    const states: (Recording | null)[] = []
    const options = { commands: board(asked), project, request, wantedRateHz: 60, isStopped: () => false }
    const result = await recordOnBoard({ ...options, onChange: (one) => states.push(one) })
    expect(asked[0]).toMatchObject({ sensor: 'Motion', label: 'big_wave', intervalMs: 16, lengthMs: 2000 })
    expect(project.samples().map((one) => [one.label, one.readings, one.rateHz])).toEqual(
      Array(3).fill(['big wave', 20, 100]),
    )
    expect([...project.values(result.sampleIds[0] ?? 0)].slice(0, 3)).toEqual(
      [0, -0, Math.fround(9.81)].map((one) => one + 0),
    )
    expect(states.map((one) => one?.state ?? null).slice(0, 2)).toEqual(['countdown', 'recording'])
    expect(states.at(-1)).toBeNull()
  })

  it('ends after the take that runs when it is stopped, and refuses what the sensor cannot do', async () => {
    const options = { commands: board([]), project, request, wantedRateHz: null, onChange: () => undefined }
    expect((await recordOnBoard({ ...options, isStopped: () => true })).sampleIds).toHaveLength(1)
    const long = recordOnBoard({ ...options, request: { ...request, seconds: 6 }, isStopped: () => false })
    await expect(long).rejects.toThrow('seconds is 6; Motion of this board records up to 5 s at once.')
  })

  it('asks for a length and refuses triggers', async () => {
    const options = { commands: board([]), project, wantedRateHz: null, isStopped: () => false }
    for (const wrong of [{ seconds: null }, { trigger: { by: 'key' as const } }]) {
      const recording = recordOnBoard({ ...options, request: { ...request, ...wrong }, onChange: () => undefined })
      await expect(recording).rejects.toThrow('This board records by itself, for a length that is told before.')
    }
  })

  it('reads files with and without padding, and no others', () => {
    for (let padding = 0; padding <= 3; padding++) {
      expect(readPadded(Uint8Array.of(...file, ...Array(padding).fill(0xff))).values).toHaveLength(60)
    }
    expect(() => readPadded(file.subarray(0, 40))).toThrow(expect.objectContaining({ code: 'data/unreadable' }))
  })

  it.each([
    [null, 10],
    [60, 16],
    [1000, 10],
  ])('picks the interval for a wanted rate of %s Hz', (wanted, intervalMs) => {
    expect(intervalFor(SENSOR, wanted)).toBe(intervalMs)
  })
})
