import { describe, expect, it } from 'vitest'
import type { Health } from '../../shared/model/sample.ts'
import type { BoardSession, Readings } from './board-session.ts'
import { createFollower, type FollowerResult } from './follower.ts'
import { createHostClock } from './host-clock.ts'
import type { TakeWriter } from './take-writer.ts'

const HEALTHY: Health = { ok: true, measuredRateHz: 100, lost: 0, findings: [] }
const session = { axes: [{ name: 'accX', unit: 'm/s2' }], rateHz: () => 100 } as unknown as BoardSession

/** A board at 100 Hz whose clock runs 5000 ms ahead; each value says when it was taken by the computer's clock. */
function createRig(preRollMs = 0) {
  const clock = createHostClock()
  const finished: (FollowerResult | null)[] = []
  const follower = createFollower({ session, clock, name: 'B', preRollMs, onFinished: (one) => finished.push(one) })
  const kept: { offsetMs: number; values: number[]; lost: number }[] = []

  /** Rows of the host times `from … to`, arriving `delayMs` after the last of them. */
  function send(from: number, to: number, { delayMs = 3, lost = 0 } = {}): void {
    const values = Float32Array.from({ length: (to - from) / 10 + 1 }, (_, index) => from + index * 10)
    clock.add(to + 5000, to + delayMs)
    follower.readings({ row: 0, tMs: from + 5000, values, lost })
  }
  function open(offsetMs: number): TakeWriter {
    const own = { offsetMs, values: [] as number[], lost: 0 }
    kept.push(own)
    return {
      keep(batch: Readings, part) {
        own.values.push(...batch.values.slice(part.first, part.end))
        own.lost += part.lost
      },
      keepGap: () => undefined,
      health: () => HEALTHY,
      seconds: () => own.values.length / 100,
      finish: (flag) => ({ id: kept.length, health: flag(HEALTHY) }),
    }
  }
  return { follower, kept, finished, send, begin: (fromMs: number) => follower.begin({ fromMs, open }) }
}

describe('a board that is recorded in step', () => {
  it('keeps what was taken between two moments of the computer clock', () => {
    const { follower, kept, finished, send, begin } = createRig()
    send(0, 90)
    begin(135)
    send(100, 190)
    send(200, 290)
    follower.end(245)
    expect(follower.isWaiting()).toBe(false)
    // Its clock is told from arrivals, 3 ms after the fact: the times of its rows are that much late.
    expect(kept).toEqual([{ offsetMs: 8, values: [140, 150, 160, 170, 180, 190, 200, 210, 220, 230, 240], lost: 0 }])
    expect(finished).toMatchObject([{ id: 1, health: { ok: true } }])
  })
  it('keeps nothing that the first board has not come to yet', () => {
    const { follower, kept, send, begin } = createRig()
    send(0, 90)
    begin(100)
    send(100, 290)
    follower.advance(150)
    follower.end(180)
    expect(kept[0]?.values).toEqual([100, 110, 120, 130, 140, 150, 160, 170])
  })
  it('waits for readings that belong to an ended take', () => {
    const { follower, kept, send, begin } = createRig()
    send(0, 90)
    begin(100)
    follower.end(200)
    expect(follower.isWaiting()).toBe(true)
    send(100, 150)
    expect(follower.isWaiting()).toBe(true)
    send(160, 250)
    expect(follower.isWaiting()).toBe(false)
    expect(kept[0]?.values).toEqual([100, 110, 120, 130, 140, 150, 160, 170, 180, 190])
  })
  it('takes what came before the trigger out of its memory', () => {
    const { kept, send, begin, follower } = createRig(300)
    send(0, 190)
    send(200, 290)
    begin(95)
    follower.end(145)
    expect(kept[0]?.values).toEqual([100, 110, 120, 130, 140])
  })
  it('deals one batch to two stretches without losing a reading between them', () => {
    const { follower, kept, send, begin } = createRig()
    send(0, 90)
    begin(100)
    send(100, 190)
    follower.end(150)
    begin(150)
    send(200, 290)
    follower.end(250)
    expect(kept.map(({ values }) => values.length)).toEqual([5, 10])
    expect(kept.flatMap(({ values }) => values)).toEqual(Array.from({ length: 15 }, (_, index) => 100 + index * 10))
  })
  it('stores what was lost in the take, and says when it sent nothing or too little', () => {
    const { follower, kept, finished, send, begin } = createRig()
    send(0, 90)
    begin(100)
    send(100, 190)
    send(230, 290, { lost: 3 })
    follower.close('It was unplugged.')
    expect(kept[0]?.lost).toBe(3)
    expect(finished[0]?.health).toMatchObject({ ok: false, findings: [{ sentence: 'It was unplugged.' }] })
    begin(5000)
    follower.close('late')
    expect(finished[1]).toBeNull()
  })
  it('is not led astray by readings that were held up', () => {
    const { follower, kept, send, begin } = createRig()
    for (let from = 0; from < 1000; from += 100) send(from, from + 90, { delayMs: from === 500 ? 400 : 3 })
    begin(505)
    follower.end(555)
    expect(kept[0]?.values).toEqual([510, 520, 530, 540, 550])
  })
  it('says when a board sent too little of a take', () => {
    const { follower, finished, send, begin } = createRig()
    send(0, 90)
    begin(100)
    send(1100, 1290)
    follower.end(1200)
    expect(finished[0]?.health.findings[0]?.sentence).toBe('It sent 0.10 s of 1.10 s.')
    expect(finished[0]?.health.ok).toBe(false)
  })
  it('follows a clock that slipped because the board was held up', () => {
    const clock = createHostClock()
    for (let ms = 0; ms < 3000; ms += 20) clock.add(ms, ms + 5)
    expect(clock.toHost(3000)).toBe(3005)
    for (let ms = 3000; ms < 4200; ms += 20) clock.add(ms, ms + 405)
    expect(clock.toHost(4200)).toBe(4605)
  })
})
