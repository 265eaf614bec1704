/** The command line with the simulated board: record, flash, live and parity, on the bundled motion sample. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { cliObject } from '../support/cli.ts'

let home: string
let file: string
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'tinyml-cli-'))
  file = join(home, 'motion.tinyml')
  cliObject(home, ['new', file, '--template', 'motion'])
  cliObject(home, ['train', file, '--seed', '1'])
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

const stageSchema = z.object({ name: z.string(), compared: z.number(), equal: z.number(), firstDifference: z.null() })

describe('tinyml with a board', () => {
  it('records from a simulated board into the project', () => {
    const recorded = join(home, 'recorded.tinyml')
    cliObject(home, ['new', recorded])
    const words = ['record', recorded, '--port', 'sim:pico', '--label', 'wave', '--seconds', '1', '--motion', 'wave']
    const { lost, samples, rateHz } = z
      .object({
        samples: z.array(z.number()),
        rateHz: z.number(),
        lost: z.number(),
        health: z.object({ ok: z.literal(true) }),
      })
      .parse(cliObject(home, words))
    expect([samples.length, lost]).toEqual([1, 0])
    expect(rateHz).toBeCloseTo(100, 0)
    const info = z.object({ labels: z.record(z.string(), z.object({ count: z.number(), seconds: z.number() })) })
    expect(info.parse(cliObject(home, ['info', recorded])).labels).toEqual({ wave: { count: 1, seconds: 1 } })
  })

  it('flashes a simulated board, which answers with the hash of the model', () => {
    const { model } = z.object({ model: z.object({ modelHash: z.string() }) }).parse(cliObject(home, ['info', file]))
    const flashed = z.object({ modelHash: z.string(), verified: z.literal(true), board: z.literal('pico') })
    expect(flashed.parse(cliObject(home, ['flash', file, '--port', 'sim:pico'])).modelHash).toBe(model.modelHash)
  })

  it('judges live on computer and board, with the same answers', () => {
    const words = ['live', file, '--port', 'sim:pico', '--seconds', '4', '--on', 'both', '--motion', 'circle']
    const answers = z.array(z.object({ tMs: z.number(), label: z.string(), score: z.number(), on: z.string() }))
    const { results, agree } = z
      .object({ results: answers, agree: z.object({ equal: z.number(), compared: z.number() }) })
      .parse(cliObject(home, words))
    expect(new Set(results.map(({ on }) => on))).toEqual(new Set(['computer', 'board']))
    expect(agree.compared).toBeGreaterThanOrEqual(3)
    expect(agree.equal).toBe(agree.compared)
    expect(results.filter(({ label }) => label === 'circle').length).toBeGreaterThan(results.length / 2)
  })

  it('finds every stage from features to the board’s scores equal to the last bit', () => {
    const words = ['parity', file, '--port', 'sim:pico', '--limit', '20']
    const { stages } = z.object({ stages: z.array(stageSchema).min(4) }).parse(cliObject(home, words))
    for (const { name, compared, equal } of stages) expect([name, equal]).toEqual([name, compared])
    expect(stages.every(({ compared }) => compared > 0)).toBe(true)
  })
})
