import { describe, expect, it } from 'vitest'
import type { EventPayload } from '../../shared/contract/events.ts'
import { createLiveJudge, type LiveOptions } from './live-judge.ts'
import { createRowHistory } from './row-history.ts'

/** A model of one axis and windows of four rows: "high" where the mean is above zero. */
function setUp(on: LiveOptions['on'], threshold = 0.6, anomalyThreshold: number | null = null) {
  const results: EventPayload<'live/result'>[] = []
  const strange = (sum: number) => (anomalyThreshold === null ? {} : { anomaly: Float32Array.of(sum) })
  const judge = createLiveJudge({
    on,
    threshold,
    rateHz: 100,
    model: {
      windowRows: 4,
      strideRows: 2,
      labels: ['high', 'low'],
      output: { scale: 1 / 256, zeroPoint: -128 },
      anomalyThreshold,
      classify(raw) {
        const sum = raw.reduce((before, value) => before + value, 0)
        const high = sum > 0
        const output = high ? Int8Array.of(100, -100) : Int8Array.of(-100, 100)
        return { output, scores: Float32Array.from(output, (value) => (value + 128) / 256), ...strange(sum) }
      },
    },
    history: createRowHistory(100, 1),
    pickAxes: (rows) => rows,
    publish: (result) => results.push(result),
    now: () => 0,
    onEnd: () => undefined,
  })
  const readings = (row: number, ...values: number[]): void =>
    judge.readings({ row, tMs: row * 10, values: Float32Array.from(values), lost: 0 })
  return { judge, results, readings }
}

const boardAnswer = (row: number, ...output: number[]) => ({
  row,
  output: Int8Array.from(output),
  dspUs: 1000,
  inferenceUs: 500,
})

describe('live judge', () => {
  it('judges every stride on the computer once the first window is full', () => {
    const { results, readings } = setUp('computer')
    readings(0, 1, 1, 1)
    expect(results).toEqual([])
    readings(3, 1, -9, -9, -9)
    expect(results.map(({ tMs, label }) => [tMs, label])).toEqual([
      [30, 'high'],
      [50, 'low'],
    ])
  })
  it('compares the same window on board and computer, even when the answer comes first', () => {
    const { judge, results, readings } = setUp('both')
    judge.answer(boardAnswer(3, 100, -100))
    expect(results).toEqual([])
    readings(0, 1, 1, 1, 1)
    expect(results.map(({ on, label, agree, compared }) => [on, label, agree, compared])).toEqual([
      ['computer', 'high', 0, 0],
      ['board', 'high', 1, 1],
    ])
  })
  it('does not count a different answer as agreement', () => {
    const { judge, results, readings } = setUp('both')
    readings(0, 1, 1, 1, 1)
    judge.answer(boardAnswer(3, 99, -99))
    expect(results.at(-1)).toMatchObject({ agree: 0, compared: 1, latencyMs: 1.5 })
  })
  it('compares how strange both find a window, to the last bit', () => {
    const { judge, results, readings } = setUp('both', 0.6, 0.5)
    readings(0, 1, 1, 1, 1)
    judge.answer({ ...boardAnswer(3, 100, -100), anomaly: 4 })
    expect(results.at(-1)).toMatchObject({ on: 'board', agree: 1, compared: 1, anomaly: { score: 4, threshold: 0.5 } })
    judge.answer({ ...boardAnswer(3, 100, -100), anomaly: 4.000001 })
    expect(results.at(-1)).toMatchObject({ agree: 1, compared: 2 })
  })
  it('is not sure below the threshold', () => {
    const { results, readings } = setUp('computer', 0.95)
    readings(0, 1, 1, 1, 1)
    expect(results[0]?.label).toBeNull()
  })
  it('waits for a whole window after a gap', () => {
    const { results, readings } = setUp('computer')
    readings(0, 1, 1, 1, 1)
    readings(10, 1, 1, 1)
    expect(results.length).toBe(1)
    readings(13, 1)
    expect(results.length).toBe(2)
  })
})

describe('a model that answers later', () => {
  function setUpLater(classifyLater: (raw: Float32Array) => Promise<{ output: Int8Array; scores: Float32Array }>) {
    const labels: (string | null)[] = []
    let ended = 0
    const judge = createLiveJudge({
      on: 'computer',
      threshold: 0.6,
      rateHz: 100,
      model: {
        windowRows: 4,
        strideRows: 2,
        labels: ['high', 'low'],
        output: { scale: 1 / 256, zeroPoint: -128 },
        classifyLater,
      },
      history: createRowHistory(100, 1),
      pickAxes: (rows) => rows,
      publish: ({ label }) => labels.push(label),
      now: () => 0,
      onEnd: () => ended++,
    })
    const readings = (row: number): void =>
      judge.readings({ row, tMs: row * 10, values: Float32Array.of(1, 1), lost: 0 })
    return { labels, readings, ended: () => ended }
  }

  it('leaves out the windows that come while it works', async () => {
    const settle: (() => void)[] = []
    const output = Int8Array.of(100, -100)
    const answer = { output, scores: Float32Array.of(0.9, 0.1) }
    const { labels, readings } = setUpLater(() => new Promise((resolve) => settle.push(() => resolve(answer))))
    for (let row = 2; row <= 20; row += 2) readings(row)
    expect(settle).toHaveLength(1)
    settle[0]?.()
    await Promise.resolve()
    await Promise.resolve()
    expect(labels).toEqual(['high'])
    readings(22)
    expect(settle).toHaveLength(2)
  })

  it('ends where the code cannot judge', async () => {
    const { readings, ended } = setUpLater(() => Promise.reject(new Error('no')))
    for (let row = 2; row <= 6; row += 2) readings(row)
    await Promise.resolve()
    await Promise.resolve()
    expect(ended()).toBe(1)
  })
})
