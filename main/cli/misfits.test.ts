import { expect, it } from 'vitest'
import { z } from 'zod'
import { misfits } from './misfits.ts'

const schema = z.strictObject({
  rates: z.array(z.number().positive().max(2000)).min(2),
  engine: z.enum(['own', 'tfjs']).optional(),
})

const saidOf = (value: unknown): string => misfits(schema.safeParse(value).error!)

it('names the place and what must be there', () => {
  expect(saidOf({ rates: [0, 3000] })).toBe('rates[0] must be more than 0.\nrates[1] must be at most 2,000.')
  expect(saidOf({ rates: [1] })).toBe('rates must hold at least 2 values.')
  expect(saidOf({ rates: [1, 1], engine: 'mine' })).toBe('engine must be one of: own, tfjs.')
  expect(saidOf({})).toBe('rates must be there, of the kind “array”.')
  expect(saidOf({ rates: [1, 1], more: 1 })).toBe('The whole has “more”, which nobody knows.')
})
