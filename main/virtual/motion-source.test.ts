import { describe, expect, it } from 'vitest'
import { toRawReading } from './motion-chip.ts'
import { createMotionPlayer } from './motion-source.ts'

describe('accelerometer', () => {
  it.each([
    [0, 0],
    [9.80665, 4096],
    [-9.80665, -4096],
    [9.80665 * 7.9998, 32767],
    [1000, 32767],
    [-1000, -32768],
  ])('reads %f m/s² at ±8 g as %i', (acceleration, raw) => {
    expect(toRawReading(acceleration, 8)).toBe(raw)
  })
})

describe('movement of a simulated board', () => {
  it('plays a recording at its rate, over and over, from the moment it is set', () => {
    const values = Float32Array.of(1, 2, 3, 4, 5, 6)
    const player = createMotionPlayer({ kind: 'recording', values, rateHz: 10 })
    const times = [7, 7.05, 7.1, 7.2, 7.3]
    expect(times.map((time) => player.read(time)[0])).toEqual([1, 1, 4, 1, 4])
    player.set({ kind: 'recording', values, rateHz: 10 })
    expect(player.read(7.35)).toEqual([1, 2, 3])
  })

  it('plays sound along x as it comes, is still without it, and catches up where too much waits', () => {
    const sound = createMotionPlayer({ kind: 'sound', rateHz: 10, amplitude: 40 })
    const player = {
      ...sound,
      hear: (...parts: number[]) => sound.hear(Float32Array.from(parts, (part) => part * 32_768)),
    }
    expect(player.read(5)).toEqual([0, 0, 9.80665])
    player.hear(0.5, -0.25)
    player.hear(0.125)
    expect([5, 5.1, 5.2, 5.3, 5.4].map((time) => player.read(time)[0])).toEqual([20, -10, 5, 0, 0])
    player.hear(1, 1, 1, 1)
    player.hear(0.5, 0.5)
    expect(player.read(6)[0]).toBe(20)
    player.set({ kind: 'gravity' })
    player.hear(1)
    expect(player.read(7)).toEqual([0, 0, 9.80665])
  })

  it('refuses a recording without rows', () => {
    expect(() => createMotionPlayer({ kind: 'recording', values: new Float32Array(2), rateHz: 10 })).toThrow(
      /x, y and z/,
    )
  })

  it('moves the hand at 100 Hz however often it is asked, and the same for the same seed', () => {
    const play = (step: number): number[] => {
      const player = createMotionPlayer({ kind: 'hand', motion: 'shake', person: 1, seed: 5 })
      const readings: number[] = []
      for (let index = 0; index * step < 200; index++) {
        const [x] = player.read((index * step) / 100)
        if ((index * step) % 4 === 0) readings.push(x)
      }
      return readings
    }
    expect(play(1)).toEqual(play(2))
    expect(new Set(play(1)).size).toBeGreaterThan(40)
  })

  it('goes over from one motion to the next without a jump', () => {
    const player = createMotionPlayer({ kind: 'hand', motion: 'idle', person: 1, seed: 5 })
    const still = player.read(1)
    player.set({ kind: 'hand', motion: 'shake', person: 1, seed: 5 })
    const first = player.read(1)
    expect(Math.abs(first[0] - still[0])).toBeLessThan(1)
  })
})
