import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type Motion, MOTIONS } from '../model/board.ts'
import { createHand, simulateTake } from './hand.ts'
import { rotate, sineOfTurns } from './turn.ts'

function take(motion: Motion, person = 1, number = 1): Float32Array {
  return simulateTake({ motion, person, take: number, seconds: 4, rateHz: 100, seed: 1 })
}

/** SHA-256 of the readings of idle, wave, circle and shake. Only a change of the simulator on purpose may change them. */
const HASHES = ['3a5c3092b65f2567', '63411cb3977355e9', '02a01408249a921a', '7f24430698b6418e']

function axis(values: Float32Array, place: number): number[] {
  return [...values].filter((_, index) => index % 3 === place)
}

/** Deviation of the force from its mean, over all axes: how lively the motion is. */
function liveliness(values: Float32Array): number {
  let squares = 0
  for (const place of [0, 1, 2]) {
    const readings = axis(values, place)
    const mean = readings.reduce((sum, value) => sum + value) / readings.length
    squares += readings.reduce((sum, value) => sum + (value - mean) ** 2, 0) / readings.length
  }
  return Math.sqrt(squares)
}

function hash(values: Float32Array): string {
  return createHash('sha256').update(new Uint8Array(values.buffer)).digest('hex').slice(0, 16)
}

describe('simulated hand', () => {
  it('gives the same bits for the same numbers, for ever', () => {
    expect(MOTIONS.map((motion) => hash(take(motion)))).toEqual(HASHES)
  })

  it('gives another take, another person and another seed other readings', () => {
    const one = hash(take('wave'))
    expect(hash(take('wave', 1, 2))).not.toBe(one)
    expect(hash(take('wave', 2))).not.toBe(one)
    expect(hash(simulateTake({ motion: 'wave', person: 1, take: 1, seconds: 4, seed: 2 }))).not.toBe(one)
  })

  it('feels about 1 g when it is held still', () => {
    for (let person = 1; person <= 12; person++) {
      const values = take('idle', person)
      const mean = [0, 1, 2].map((place) => axis(values, place).reduce((sum, value) => sum + value) / 400)
      expect(Math.hypot(...mean)).toBeGreaterThan(9.2)
      expect(Math.hypot(...mean)).toBeLessThan(10.4)
      expect(liveliness(values)).toBeLessThan(1)
    }
  })

  it('moves far more in every other motion', () => {
    for (const motion of ['wave', 'circle', 'shake'] as const) {
      for (let person = 1; person <= 12; person++) expect(liveliness(take(motion, person))).toBeGreaterThan(1.2)
    }
  })

  it('stays within ±8 g and on the steps of the sensor', () => {
    for (const value of take('shake', 3)) {
      const steps = (value / 9.80665) * 4096
      expect(Math.abs(steps - Math.round(steps))).toBeLessThan(0.01)
      expect(Math.abs(steps)).toBeLessThanOrEqual(32_768.01)
    }
  })

  it('goes over smoothly from one motion to the next', () => {
    const hand = createHand({ person: 4, seed: 1 })
    for (let reading = 0; reading < 100; reading++) hand.next()
    let before = hand.next()
    hand.set('circle')
    for (let reading = 0; reading < 20; reading++) {
      const now = hand.next()
      expect(Math.hypot(...now.map((value, place) => value - (before[place] ?? 0)))).toBeLessThan(6)
      before = now
    }
    hand.set('idle')
    for (let reading = 0; reading < 100; reading++) hand.next()
    const values = Float32Array.from({ length: 100 }).map(() => 0)
    for (let row = 0; row < 33; row++) values.set(hand.next(), row * 3)
    expect(liveliness(values.subarray(0, 99))).toBeLessThan(1)
  })

  it('refuses a rate no sensor has', () => {
    expect(() => createHand({ person: 1, seed: 1, rateHz: 0 })).toThrow('0 Hz')
  })
})

describe('plain-arithmetic sine', () => {
  it('is within 1e-9 of the real one', () => {
    for (let turns = -2; turns < 2; turns += 0.01) {
      expect(Math.abs(sineOfTurns(turns) - Math.sin(turns * 2 * Math.PI))).toBeLessThan(1e-9)
    }
  })

  it('turns the axes into each other', () => {
    const turned = rotate([0, 0, 1], [90, 0, 0])
    for (const [place, expected] of [0, -1, 0].entries()) expect(turned[place]).toBeCloseTo(expected, 8)
  })
})
