import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { whenChanged } from './stamp.mjs'

let root: string
let runs: number
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tinyml-stamp-'))
  runs = 0
  mkdirSync(join(root, 'source', 'deep'), { recursive: true })
  writeFileSync(join(root, 'source', 'deep', 'a.ts'), 'one')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

async function build(): Promise<number> {
  const step = { stamp: join(root, 'out', 'stamp'), root, inputs: ['source', 'absent'], product: 'product' }
  await whenChanged(step, () => {
    runs += 1
    writeFileSync(join(root, 'product'), 'made')
  })
  return runs
}

describe('stamp', () => {
  it('does work once for the same inputs', async () => {
    expect(await build()).toBe(1)
    expect(await build()).toBe(1)
  })

  it('does it again when a file changed, came or went', async () => {
    await build()
    writeFileSync(join(root, 'source', 'deep', 'a.ts'), 'two')
    expect(await build()).toBe(2)
    writeFileSync(join(root, 'source', 'b.ts'), '')
    expect(await build()).toBe(3)
    rmSync(join(root, 'source', 'b.ts'))
    expect(await build()).toBe(4)
  })

  it('does it again when its product is gone', async () => {
    await build()
    rmSync(join(root, 'product'))
    expect(await build()).toBe(2)
  })

  it('is not marked as done when it failed', async () => {
    const step = { stamp: join(root, 'out', 'stamp'), root, inputs: ['source'], product: 'source' }
    await expect(whenChanged(step, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
    await whenChanged(step, () => (runs += 1))
    expect(runs).toBe(1)
  })
})
