import { describe } from 'vitest'
import { staysRight, wireReaders } from '../../test/support/wire-noise.ts'

describe.each(Object.entries(wireReaders))('%s', (_, read) => {
  staysRight(read, 100_000)
})
