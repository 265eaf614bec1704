import { describe, expect, it } from 'vitest'
import { createAtReader } from './at-text.ts'
import { createForwarderParser } from './data-forwarder.ts'
import { createFrameDecoder } from './frames.ts'
import { createSimpleStreamReader } from './simple-streaming.ts'
import { staysRight, wireReaders } from '../../test/support/wire-noise.ts'

describe.each(Object.entries(wireReaders))('%s', (_, read) => {
  staysRight(read, 500)
})

describe('noise without end', () => {
  const chunk = Uint8Array.from({ length: 4096 }, (_, index) => 1 + ((index * 7919) % 251)).filter(
    (byte) => byte !== 10 && byte !== 13,
  )
  const readers = {
    'data forwarder': () => createForwarderParser(),
    'device protocol': () => createFrameDecoder(),
    'simple streaming': () => createSimpleStreamReader(),
    'AT text': () => createAtReader(),
  }

  it.each(Object.entries(readers))('does not make the reader of %s forget how to go on', (_, create) => {
    const reader = create()
    for (let pushed = 0; pushed < 512; pushed++) expect(reader.push(chunk, 0)).toEqual([])
    const after = reader.push(new TextEncoder().encode('\0\n\n1,2\n'), 0)
    expect(after.length).toBeLessThan(4)
  })
})
