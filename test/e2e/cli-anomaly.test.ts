/** The command line with the sample about anomalies: beside a network on the simulated board, and alone. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { impulseSchema } from '../../shared/model/impulse.ts'
import { cliObject, runCli } from '../support/cli.ts'

let home: string
let file: string
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'tinyml-cli-'))
  file = join(home, 'machine.tinyml')
  cliObject(home, ['new', file, '--template', 'anomaly'])
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

const liveSchema = z.object({
  results: z.array(z.object({ label: z.string().nullable(), anomaly: z.number(), on: z.string() })),
  agree: z.object({ equal: z.number(), compared: z.number() }),
})

describe('tinyml with an anomaly detector', () => {
  it('finds a hand strange that shakes what stood on a machine, on board and computer alike', () => {
    cliObject(home, ['train', file, '--epochs', '10'])
    const words = ['live', file, '--port', 'sim:pico', '--on', 'both', '--seconds', '5', '--motion', 'shake']
    const { results, agree } = liveSchema.parse(cliObject(home, words))
    expect(agree.compared).toBeGreaterThan(0)
    expect(agree.equal).toBe(agree.compared)
    expect(results.at(-1)).toMatchObject({ label: 'ANOMALY', on: 'board' })
  })

  it('trains and tests an impulse that has no network, and says why it cannot go onto a board', () => {
    const alone = join(home, 'alone.tinyml')
    cliObject(home, ['new', alone, '--template', 'anomaly'])
    const { impulse } = z.object({ impulse: impulseSchema }).parse(cliObject(home, ['impulse', alone, 'get']))
    const learn = impulse.learn.filter(({ block }) => block === 'anomaly-kmeans')
    writeFileSync(join(home, 'alone.json'), JSON.stringify({ ...impulse, learn }))
    cliObject(home, ['impulse', alone, 'set', join(home, 'alone.json')])
    expect(cliObject(home, ['train', alone])).toMatchObject({ block: 'anomaly-kmeans', parts: 8 })
    const { anomaly } = z
      .object({ anomaly: z.object({ perLabel: z.array(z.object({ label: z.string(), strange: z.number() })) }) })
      .parse(cliObject(home, ['test', alone]))
    const strange = Object.fromEntries(anomaly.perLabel.map((one) => [one.label, one.strange]))
    expect(strange).toMatchObject({ off: 0, 'worn bearing': 20, 'out of balance': 20 })
    const refused = runCli(home, ['export', alone, '--target', 'c', '--out', join(home, 'c')])
    expect(refused.status).toBe(1)
    expect(refused.stderr).toContain('needs a network beside the anomaly block')
  })
})
