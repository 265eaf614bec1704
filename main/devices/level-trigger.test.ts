import { describe, expect, it } from 'vitest'
import { createLevelTrigger } from './level-trigger.ts'

const axes = ['accX', 'accY', 'accZ'].map((name) => ({ name, unit: 'm/s2' }))
const level = (axis: string | null, value: number) => ({ by: 'level' as const, axis, level: value, preRollMs: 200 })

/** Gravity on z, a jolt of `size` on x at `row`. */
function jolt(rows: number, row: number, size: number): Float32Array {
  const values = new Float32Array(rows * 3)
  for (let at = 0; at < rows; at++) values.set([at >= row && at < row + 5 ? size : 0.1 * Math.sin(at), 0, 9.81], at * 3)
  return values
}

describe('a trigger by level', () => {
  it('finds the reading at which an axis reaches the level', () => {
    expect(createLevelTrigger(level('accX', 5), axes, 100).find(jolt(200, 120, 8))).toBe(120)
    expect(createLevelTrigger(level('accX', 5), axes, 100).find(jolt(200, 120, 4))).toBe(-1)
    expect(createLevelTrigger(level('accX', -5), axes, 100).find(jolt(200, 120, -8))).toBe(120)
  })
  it('measures movement from rest, whatever way gravity points', () => {
    expect(createLevelTrigger(level(null, 3), axes, 100).find(jolt(200, 120, 4))).toBe(120)
    expect(createLevelTrigger(level(null, 6), axes, 100).find(jolt(200, 120, 4))).toBe(-1)
  })
  it('does not take the first readings for movement', () => {
    expect(createLevelTrigger(level(null, 3), axes, 100).find(jolt(200, 10, 8))).toBe(-1)
  })
  it('finds the same reading when they come one by one', () => {
    const trigger = createLevelTrigger(level(null, 3), axes, 100)
    const values = jolt(200, 120, 4)
    const found = Array.from({ length: 200 }, (_, row) => trigger.find(values.subarray(row * 3, row * 3 + 3)))
    expect(found.indexOf(0)).toBe(120)
  })
  it('wants the line to come back before it can begin again', () => {
    const trigger = createLevelTrigger(level('accZ', 9), axes, 100)
    expect(trigger.find(jolt(200, 120, 8))).toBe(-1)
    const dip = Float32Array.from([0, 0, 2, 0, 0, 9.9])
    expect(trigger.find(dip)).toBe(1)
    trigger.reset()
    expect(trigger.find(Float32Array.from([0, 0, 9.9]))).toBe(-1)
  })
  it('names the axes there are when it is given another', () => {
    expect(() => createLevelTrigger(level('gyrX', 1), axes, 100)).toThrow(
      'The board sends no axis gyrX. It sends accX, accY, accZ.',
    )
  })
})
