import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AtInference } from '../../shared/wire/at-inference.ts'
import { type AtBoard, startAtBoard } from '../../test/support/at-board.ts'
import { openTestBackend, type TestBackend } from '../../test/support/backend.ts'

describe('a board with AT commands', () => {
  let backend: TestBackend
  let board: AtBoard
  beforeAll(async () => {
    backend = await openTestBackend()
    board = await startAtBoard()
    await backend.call('project/create', { name: 'AT', path: backend.path('at.tinyml'), template: 'motion' })
    await backend.call('devices/connect', { port: board.port })
  })
  afterAll(async () => {
    await backend.close()
    await board.close()
  })

  it('tells what it has', async () => {
    expect(await backend.call('at/config', {})).toMatchObject({
      type: 'KIT',
      version: '1.8.0',
      sensors: [{ name: 'Motion', frequenciesHz: [62.5, 100] }],
      pictures: [
        { width: 4, height: 3 },
        { width: 8, height: 6 },
      ],
      hasModel: true,
    })
  })

  it('takes a picture, which becomes a sample where it has a label', async () => {
    const seen = await backend.call('at/snapshot', { width: 4, height: 3 })
    expect([seen.sampleId, [...seen.values]]).toEqual([null, Array.from({ length: 12 }, (_, pixel) => pixel)])
    const { sampleId } = await backend.call('at/snapshot', { width: 8, height: 6, label: 'cup' })
    const { sample, values } = await backend.call('samples/get', { id: sampleId! })
    expect(sample).toMatchObject({ label: 'cup', image: { width: 8, height: 6 } })
    expect(values).toHaveLength(48)
    await backend.call('samples/delete', { ids: [sampleId!] })
    expect(board.commands).toContain('AT+SNAPSHOT=8,6,y')
    await expect(backend.call('at/snapshot', { width: 5, height: 5 })).rejects.toMatchObject({
      code: 'device/unsupported',
      hint: 'Choose one of these: 4 × 3, 8 × 6.',
    })
  })

  it('records by itself and hands over its file', async () => {
    const { sampleIds, health } = await backend.call('record/start', { label: 'wave', seconds: 1, countdownMs: 0 })
    const { sample } = await backend.call('samples/get', { id: sampleIds[0]! })
    expect(sample).toMatchObject({ label: 'wave', rateHz: 100, axes: [{ name: 'accX' }, {}, {}] })
    expect(health).toBeDefined()
    expect(board.commands.filter((one) => /SAMPLESTART|READBUFFER/.test(one))).toEqual([
      'AT+SAMPLESTART=Motion',
      expect.stringMatching(/^AT\+READBUFFER=0,\d+,y$/),
    ])
  })

  it('classifies again and again until it is enough', async () => {
    const answers: AtInference[] = []
    const done = await backend.call('at/run', { answers: 3 }, { onProgress: (answer) => answers.push(answer) })
    expect(done).toEqual({ answers: 3 })
    expect(answers[0]).toMatchObject({ dspMs: 5, inferenceMs: 0.9, scores: [{ label: 'idle' }, { score: 0.75 }] })
    // The board is there for the next command.
    await backend.call('at/snapshot', { width: 4, height: 3 })
  })

  it('classifies a window that it is sent', async () => {
    const [sample] = (await backend.call('samples/list', {})).filter((one) => one.label === 'wave')
    const { impulse } = await backend.call('impulse/propose', {})
    await backend.call('impulse/set', { impulse })
    const answer = await backend.call('at/classify', { sampleId: sample!.id })
    expect(answer.scores).toEqual([
      { label: 'idle', score: 0.25 },
      { label: 'wave', score: 0.75 },
    ])
    const { values } = await backend.call('samples/get', { id: sample!.id })
    const sent = board.uploaded()
    expect(sent.length).toBeGreaterThan(100)
    expect(sent.slice(0, 30)).toEqual([...values.subarray(0, 30)])
  })
})

describe('another board', () => {
  it('is refused with what to do', async () => {
    const backend = await openTestBackend()
    await expect(backend.call('at/config', {})).rejects.toMatchObject({ code: 'device/none' })
    await backend.call('devices/connect', { port: 'sim:uno' })
    await expect(backend.call('at/run', {})).rejects.toMatchObject({ message: 'This board takes no AT commands.' })
    await backend.close()
  })
})
