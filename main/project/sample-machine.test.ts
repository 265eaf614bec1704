import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { contentHashOf } from './content-hash.ts'
import { simulatedMachines } from './sample-machine.ts'

it('trains on a machine that runs well; faults and one whole day come in the test only', () => {
  const samples = simulatedMachines()
  const labels = (split: string): string[] => [
    ...new Set(samples.filter((one) => one.split === split).map((one) => one.label ?? '')),
  ]
  expect(labels('train')).toEqual(['off', 'slow', 'fast'])
  expect(labels('test')).toEqual(['off', 'slow', 'fast', 'worn bearing', 'out of balance'])
  expect(new Set(samples.filter(({ split }) => split === 'test').map(({ session }) => session))).toEqual(
    new Set(['day 3']),
  )
  expect(samples.filter(({ split }) => split === 'train')).toHaveLength(60)
  expect(new Set(samples.map(contentHashOf)).size).toBe(samples.length)
})

it('has the same bits everywhere', () => {
  const hash = createHash('sha256')
  for (const { values } of simulatedMachines()) hash.update(new Uint8Array(values.buffer))
  expect(hash.digest('hex')).toBe('2851e1d2b7555382693c8c47f5160a0ec9be3a383f54c941ee45d8f6b12eb8da')
})
