import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createProject, type ProjectFile } from '../project/project-file.ts'
import { simulatedSamples } from '../project/sample-projects.ts'
import { type DataFormat, sampleCsv, writeDataset } from './export.ts'
import { importPaths } from './import.ts'

let folder: string
let project: ProjectFile
let other: ProjectFile
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tinyml-export-'))
  project = createProject(join(folder, 'from.tinyml'), 'from')
  other = createProject(join(folder, 'to.tinyml'), 'to')
  project.addSamples(simulatedSamples({ perLabel: 6, seed: 1 }))
})
afterEach(() => {
  project.close()
  other.close()
  rmSync(folder, { recursive: true, force: true })
})

async function roundTrip(format: DataFormat): Promise<void> {
  writeDataset(project, format, join(folder, 'out'))
  const context = { signal: new AbortController().signal, progress: () => undefined }
  const result = await importPaths({ paths: [join(folder, 'out')] }, other, context)
  expect(result).toMatchObject({ taken: 24, skipped: [], duplicates: 0 })
}

/** The readings bit by bit: −0 is not 0. */
function bitsOf(values: Float32Array): Uint32Array {
  return new Uint32Array(values.buffer, values.byteOffset, values.length)
}

/** Label, split and every reading, in an order that does not depend on the files' names. */
function content(of: ProjectFile, readings: (values: Float32Array) => ArrayLike<number> = bitsOf): string[] {
  const rows = of
    .samples()
    .map(({ id, label, split, rateHz }) => [label, split, rateHz, ...Array.from(readings(of.values(id)))].join(' '))
  return rows.toSorted((a, b) => a.localeCompare(b))
}

describe('dataset export', () => {
  it.each(['edge-impulse', 'csv', 'json'] as const)(
    '%s comes back with the same bits, labels and splits',
    async (format) => {
      await roundTrip(format)
      expect(content(other)).toEqual(content(project))
    },
  )

  it('cbor comes back with the same numbers, labels and splits; its integers know no −0', async () => {
    await roundTrip('cbor')
    const numbers = (values: Float32Array): Float32Array => values
    expect(content(other, numbers)).toEqual(content(project, numbers))
  })

  it('shows a gap as a jump of the timestamps', () => {
    const axes = [{ name: 'a', unit: '' }]
    const values = Float32Array.of(1, 2, 3)
    const gaps = [{ afterReading: 2, readings: 5 }]
    const [sample] = project.addSamples([
      { name: 's', label: 'x', split: 'train', session: 's', rateHz: 100, axes, values, gaps, source: 'imported' },
    ])
    expect(sample && sampleCsv(sample, values)).toBe('timestamp,a\n0,1\n10,2\n70,3\n')
  })

  it('tells when readings really came, and keeps every reading on the way back', async () => {
    const axes = [{ name: 'a', unit: '' }]
    const meta = { name: 'uneven', label: 'x', split: 'train', session: 's', rateHz: 100, source: 'recorded' } as const
    const writer = project.beginRecording({ ...meta, axes })
    // Three readings arrive at once, and one in the middle is held up.
    const values = Float32Array.from({ length: 200 }, (_, row) => row)
    const ms = (row: number): number => 5000 + Math.floor(row / 3) * 30 + (row >= 99 && row < 102 ? 17.5 : 0)
    for (let row = 0; row < 200; row += 3) writer.append(values.slice(row, row + 3), ms(row))
    const sample = writer.finish()
    const lines = sampleCsv(sample, values, project.moments(sample.id)).split('\n')
    expect(lines.slice(98, 102)).toEqual(['970,97,970', '980,98,980', '990,99,1007.5', '1000,100,1017.5'])
    const file = writeDataset(project, 'csv', join(folder, 'out')).find(({ path }) => path.includes('uneven'))
    const context = { signal: new AbortController().signal, progress: () => undefined }
    await importPaths({ paths: [file?.path ?? ''] }, other, context)
    const [back] = other.samples()
    expect(back).toMatchObject({ readings: 200, rateHz: 100 })
    expect([...other.values(back?.id ?? 0)]).toEqual([...values])
  })

  function addSound(values: Float32Array, axes = [{ name: 'audio', unit: 'wav' }]): void {
    project.deleteSamples(project.samples().map((sample) => sample.id))
    const [rateHz, source] = [16_000, 'imported'] as const
    project.addSample({ name: 's', label: 'x', split: 'train', session: 's', rateHz, axes, values, source })
  }

  it('writes sound as WAV that comes back with the same counts, however quiet', async () => {
    for (const values of [Float32Array.of(0, 1, -1, 0), Float32Array.of(-32_768, 32_767, 12, 0)]) {
      addSound(values)
      writeDataset(project, 'wav', join(folder, 'out'))
      const context = { signal: new AbortController().signal, progress: () => undefined }
      await importPaths({ paths: [join(folder, 'out')] }, other, context)
      const [sample] = other.samples()
      expect(sample).toMatchObject({ label: 'x', split: 'train', rateHz: 16_000, axes: [{ name: 'audio' }] })
      expect(other.values(sample?.id ?? 0)).toEqual(values)
      other.deleteSamples(other.samples().map(({ id }) => id))
      rmSync(join(folder, 'out'), { recursive: true })
    }
  })

  it('writes amplitudes of another sensor at full scale, and refuses several of its axes', () => {
    expect(() => writeDataset(project, 'wav', join(folder, 'out'))).toThrow('has 3 axes; a WAV file holds one')
    addSound(Float32Array.of(0, 0.5, -1), [{ name: 'level', unit: '' }])
    const [file] = writeDataset(project, 'wav', join(folder, 'out'))
    const bytes = readFileSync(file?.path ?? '')
    expect([bytes.readInt16LE(44), bytes.readInt16LE(46), bytes.readInt16LE(48)]).toEqual([0, 16_384, -32_768])
  })

  it('says what to do where there is nothing', () => {
    expect(() => writeDataset(other, 'csv', join(folder, 'out'))).toThrow('There are no samples yet.')
  })
})
