import { describe, expect, it, vi } from 'vitest'
import { newDspBlock } from '../../../shared/dsp/registry.ts'
import type { Impulse } from '../../../shared/model/impulse.ts'
import type { BridgeClient } from '../../ipc/bridge.ts'
import { latestPreview, type Preview } from './use-preview.ts'

const block = newDspBlock('raw')
const impulse: Impulse = {
  version: 1,
  input: {
    kind: 'time-series',
    windowSizeMs: 1000,
    windowIncreaseMs: 500,
    frequencyHz: 100,
    padZeros: false,
    axes: ['accX'],
  },
  dsp: [block],
  learn: [],
}
const at = (startMs: number) => ({ sampleId: 1, startMs, impulse, block })

/** Calls wait until the test answers them. */
function setUp() {
  const calls: { startMs: number; answer: () => void; fail: () => void }[] = []
  const call = (_name: string, { startMs }: { startMs: number }) =>
    new Promise((resolve, reject) => {
      const data = { raw: new Float32Array(), axes: [], rateHz: 100, features: new Float32Array([startMs]) }
      calls.push({ startMs, answer: () => resolve(data), fail: () => reject(new Error(`no ${startMs}`)) })
    })
  const shown: Preview[] = []
  const preview = latestPreview({ call: call as BridgeClient['call'] }, (one) => shown.push(one))
  const starts = (): number[] => calls.map((one) => one.startMs)
  return { calls, shown, preview, starts }
}

describe('preview', () => {
  it('has one call on its way and then asks for the newest only', async () => {
    const { calls, shown, preview, starts } = setUp()
    for (const startMs of [0, 10, 20, 30]) preview.ask(at(startMs))
    expect(starts()).toEqual([0])
    calls[0]?.answer()
    await vi.waitFor(() => expect(starts()).toEqual([0, 30]))
    calls[1]?.answer()
    await vi.waitFor(() => expect(shown.map(({ data }) => data?.features[0])).toEqual([0, 30]))
    expect(starts()).toEqual([0, 30])
  })

  it('tells an error only where no newer draft waits', async () => {
    const { calls, shown, preview, starts } = setUp()
    preview.ask(at(0))
    preview.ask(at(10))
    calls[0]?.fail()
    await vi.waitFor(() => expect(starts()).toEqual([0, 10]))
    expect(shown).toEqual([])
    calls[1]?.fail()
    await vi.waitFor(() => expect(shown[0]?.error?.code).toBe('app/bug'))
  })

  it('asks again after a rest, and for nothing after null', async () => {
    const { calls, shown, preview, starts } = setUp()
    preview.ask(at(0))
    preview.ask(at(10))
    preview.ask(null)
    calls[0]?.answer()
    await vi.waitFor(() => expect(shown).toHaveLength(1))
    expect(starts()).toEqual([0])
    preview.ask(at(20))
    await vi.waitFor(() => expect(starts()).toEqual([0, 20]))
  })
})
