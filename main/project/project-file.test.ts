import { existsSync, readdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Impulse } from '../../shared/model/impulse.ts'
import { createProject, openProject, type ProjectFile } from './project-file.ts'
import { TEST_NOW, type TestFolder, testFolder, testSample } from './test-support.ts'

const impulse: Impulse = {
  version: 1,
  input: {
    kind: 'time-series',
    windowSizeMs: 1000,
    windowIncreaseMs: 200,
    frequencyHz: 100,
    padZeros: false,
    axes: ['accX'],
  },
  dsp: [{ id: 'spectral', block: 'spectral-analysis', implementationVersion: 4, params: { 'fft-length': 16 } }],
  learn: [
    {
      id: 'classifier',
      block: 'classification',
      inputs: ['spectral'],
      normalization: 'standard-scaler',
      layers: [{ type: 'dense', units: 20, activation: 'relu' }],
      training: {
        trainingCycles: 30,
        learningRate: 0.005,
        batchSize: 32,
        validationShare: 0.2,
        seed: 1,
        autoClassWeights: false,
        minimumConfidence: 0.6,
      },
    },
  ],
}

let folder: TestFolder
let project: ProjectFile
beforeEach(() => {
  folder = testFolder()
  project = createProject(folder.path('a.tinyml'), 'Magic', { now: TEST_NOW })
})
afterEach(() => {
  project.close()
  folder.remove()
})

function reopen(): void {
  project.close()
  project = openProject(folder.path('a.tinyml'), { now: TEST_NOW })
}

describe('project file', () => {
  it('keeps samples with every bit of their readings', () => {
    const values = new Float32Array([1e-40, -0, 3.4e38, -1.25])
    const added = project.addSample(testSample(1, { values, metadata: { person: 'Ada' } }))
    reopen()
    expect(project.sample(added.id)).toEqual({ ...added, seconds: 0.02, readings: 2, addedAt: TEST_NOW() })
    expect(project.sample(added.id).metadata).toEqual({ person: 'Ada' })
    expect(new Uint32Array(project.values(added.id).buffer)).toEqual(new Uint32Array(values.buffer))
  })

  it('leaves one file behind when it is closed', () => {
    project.addSample(testSample(1))
    project.close()
    expect(readdirSync(dirname(project.path))).toEqual(['a.tinyml'])
    project = openProject(project.path)
  })

  it('reads a stretch out of a long sample', () => {
    const values = Float32Array.from({ length: 400_000 }, (_, index) => index % 16_384)
    const { id } = project.addSample(testSample(1, { values }))
    for (const [first, end] of [
      [0, 200_000],
      [32_767, 32_769],
      [32_768, 65_536],
      [150_001, 150_002],
      [199_999, 200_000],
      [7, 7],
    ] as const) {
      expect(project.values(id, { first, end })).toEqual(values.slice(first * 2, end * 2))
    }
  })

  it('finds equal content whatever its name and label', () => {
    const first = project.addSample(testSample(1))
    const second = project.addSample(testSample(1, { name: 'other', label: 'circle', split: 'test' }))
    const different = project.addSample(testSample(1, { rateHz: 50 }))
    expect(project.contentHash(second.id)).toBe(project.contentHash(first.id))
    expect(project.contentHash(different.id)).not.toBe(project.contentHash(first.id))
    expect(project.findContent(project.contentHash(different.id))?.id).toBe(different.id)
    project.deleteSamples([different.id])
    expect(project.findContent(project.contentHash(first.id))?.id).toBe(first.id)
    expect(project.findContent('0'.repeat(64))).toBeNull()
  })

  it('keeps the colour of a label for life', () => {
    project.addSamples([testSample(1, { label: 'b' }), testSample(2, { label: 'a' }), testSample(3, { label: 'c' })])
    const colors = (): Record<string, number> =>
      Object.fromEntries(project.labels().map(({ name, color }) => [name, color]))
    expect(colors()).toEqual({ b: 0, a: 1, c: 2 })
    project.updateSamples([1], { label: 'd' })
    expect(colors()).toEqual({ a: 1, c: 2, d: 3 })
    project.updateSamples([2, 3], { label: 'b' })
    reopen()
    expect(colors()).toEqual({ b: 0, d: 3 })
  })

  it('counts labels by split', () => {
    project.addSamples([testSample(1), testSample(2, { split: 'test' }), testSample(3, { label: null })])
    expect(project.labels()).toEqual([
      {
        name: 'wave',
        color: 0,
        count: 2,
        seconds: 0.4,
        bySplit: {
          train: { count: 1, seconds: 0.2 },
          validation: { count: 0, seconds: 0 },
          test: { count: 1, seconds: 0.2 },
        },
      },
    ])
  })

  it.each([
    ['a value that is not a number', { values: new Float32Array([1, NaN]) }, 'reading 0'],
    ['half a row', { values: new Float32Array(3) }, '3 values'],
    ['a rate of 0', { rateHz: 0 }, '0 Hz'],
    ['an empty label', { label: '' }, 'label'],
    ['two equal axes', { axes: [1, 2].map(() => ({ name: 'x', unit: '' })) }, 'two axes'],
  ])('refuses %s and adds nothing', (_what, changes, sentence) => {
    expect(() => project.addSamples([testSample(1), testSample(2, changes)])).toThrow(sentence)
    expect(project.samples()).toEqual([])
    expect(project.summary().undo).toBeNull()
  })

  it('names a sample that is gone', () => {
    expect(() => project.updateSamples([7], { label: 'x' })).toThrow(
      expect.objectContaining({ code: 'data/no-such-sample' }),
    )
    expect(() => project.deleteSamples([7])).toThrow(expect.objectContaining({ code: 'data/no-such-sample' }))
  })

  it('keeps settings, impulse and name', () => {
    project.setSetting('layout', { rail: 200 })
    project.setImpulse(impulse)
    project.rename('Wand')
    reopen()
    expect(project.getSetting('layout')).toEqual({ rail: 200 })
    expect(project.getSetting('none')).toBeNull()
    expect(project.impulse()).toEqual(impulse)
    expect(project.summary().name).toBe('Wand')
  })

  it('keeps the newest computed things and drops old ones', () => {
    for (let number = 0; number < 20; number++) {
      project.putBlob('features', `hash ${number}`, new Uint8Array([number]))
      project.getBlob('features', 'hash 0')
    }
    expect(project.getBlob('features', 'hash 0')).toEqual(new Uint8Array([0]))
    expect(project.getBlob('features', 'hash 1')).toBeNull()
    expect(project.getBlob('features', 'hash 19')).toEqual(new Uint8Array([19]))
    expect(project.getBlob('other', 'hash 19')).toBeNull()
  })

  it('is made where nothing lies', () => {
    expect(() => createProject(project.path, 'B')).toThrow(expect.objectContaining({ code: 'file/exists' }))
    expect(() => createProject(folder.path('no/b.tinyml'), 'B')).toThrow(
      expect.objectContaining({ code: 'file/not-writable' }),
    )
    expect(existsSync(folder.path('no'))).toBe(false)
  })
})

describe('undo', () => {
  const cases: [name: string, change: () => void, undone: string][] = [
    ['adding', () => project.addSamples([testSample(8), testSample(9)]), 'added 2 samples'],
    ['deleting', () => project.deleteSamples([1, 3]), 'deleted 2 samples'],
    ['labelling', () => project.updateSamples([1, 2], { label: 'circle' }), 'labelled 2 samples “circle”'],
    ['taking a label off', () => project.updateSamples([1], { label: null }), 'took the label off 1 sample'],
    ['renaming a sample', () => project.updateSamples([1], { name: 'first' }), 'renamed 1 sample'],
    ['switching off', () => project.updateSamples([2], { enabled: false }), 'switched off 1 sample'],
    ['moving', () => project.updateSamples([2, 3], { split: 'test' }), 'moved 2 samples to test'],
    [
      'dealing splits',
      () =>
        project.setSplits(
          new Map([
            [1, 'test'],
            [2, 'validation'],
          ]),
        ),
      'dealt the samples into splits',
    ],
    ['renaming the project', () => project.rename('Wand'), 'renamed the project'],
    ['the impulse', () => project.setImpulse(impulse), 'changed the impulse'],
    [
      'recording',
      () => {
        const { values, ...meta } = testSample(5)
        const writer = project.beginRecording(meta)
        writer.append(values)
        writer.finish()
      },
      'recorded “wave”',
    ],
  ]

  function content(): unknown {
    const samples = project.samples()
    return {
      samples,
      values: samples.map(({ id }) => project.values(id)),
      name: project.summary().name,
      impulse: project.impulse(),
    }
  }

  it.each(cases)('takes back and does again: %s', (_name, change, undone) => {
    project.addSamples([testSample(1), testSample(2), testSample(3)])
    const before = content()
    change()
    const after = content()
    expect(after).not.toEqual(before)
    expect(project.summary().undo).toBe(undone)
    reopen()
    expect(content()).toEqual(after)
    expect(project.undo()).toBe(undone)
    expect(content()).toEqual(before)
    reopen()
    expect(project.summary().redo).toBe(undone)
    expect(project.redo()).toBe(undone)
    expect(content()).toEqual(after)
    expect(project.redo()).toBeNull()
  })

  it('walks back through several changes and forgets them after a new one', () => {
    project.addSample(testSample(1))
    project.updateSamples([1], { label: 'b' })
    project.deleteSamples([1])
    expect([project.undo(), project.undo()]).toEqual(['deleted 1 sample', 'labelled 1 sample “b”'])
    expect(project.sample(1).label).toBe('wave')
    project.rename('Other')
    expect(project.redo()).toBeNull()
    expect([project.undo(), project.undo(), project.undo()]).toEqual(['renamed the project', 'added 1 sample', null])
  })

  it('does nothing for a change that changes nothing', () => {
    project.addSample(testSample(1))
    project.updateSamples([1], { label: 'wave' })
    project.setSplits(new Map([[1, 'train']]))
    project.rename('Magic')
    expect(project.summary().undo).toBe('added 1 sample')
  })

  it('lets readings go once no step can bring them back', () => {
    project.addSample(testSample(1))
    project.undo()
    project.rename('Other')
    for (let step = 0; step < 205; step++) project.rename(`Name ${step}`)
    const { id } = project.addSample(testSample(2))
    project.deleteSamples([id])
    expect(() => project.contentHash(1)).toThrow(expect.objectContaining({ code: 'data/no-such-sample' }))
    expect(project.contentHash(id)).toHaveLength(64)
  })
})
