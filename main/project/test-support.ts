/** What the tests of the project file share. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { NewSample } from '../../shared/model/sample.ts'

export interface TestFolder {
  path(name: string): string
  remove(): void
}

export function testFolder(): TestFolder {
  const folder = mkdtempSync(join(tmpdir(), 'tinyml-project-'))
  return { path: (name) => join(folder, name), remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** A short two-axis sample whose values depend on `number`. */
export function testSample(number: number, changes: Partial<NewSample> = {}): NewSample {
  return {
    name: `wave.${number}`,
    label: 'wave',
    split: 'train',
    session: 'Ada',
    rateHz: 100,
    axes: [
      { name: 'accX', unit: 'm/s2' },
      { name: 'accY', unit: 'm/s2' },
    ],
    values: Float32Array.from({ length: 40 }, (_, index) => number + index / 8),
    source: 'recorded',
    ...changes,
  }
}

export const TEST_NOW = (): string => '2026-01-02T03:04:05.000Z'
