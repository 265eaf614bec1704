/** The command line's promises, on the bundled motion sample: one JSON object and three exit codes. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { cliObject, runCli } from '../support/cli.ts'

let home: string
let file: string
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'tinyml-cli-'))
  file = join(home, 'motion.tinyml')
  cliObject(home, ['new', file, '--template', 'motion'])
  cliObject(home, ['train', file, '--seed', '1'])
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

const errorSchema = z.object({
  error: z.object({
    code: z.string().regex(/^[a-z]+\/[a-z-]+$/),
    message: z.string().min(10),
    hint: z.string().min(10),
  }),
})

describe('tinyml', () => {
  it('prints exactly one object with --json, before or after the command, whatever the command', () => {
    writeFileSync(join(home, 'signal.json'), JSON.stringify(Array.from({ length: 600 }, (_, at) => Math.sin(at / 9))))
    const dsp = ['dsp', 'run', '--block', 'spectral-analysis', '--rate', '100', '--axes', '3', '--in']
    const keys: [string[], string[]][] = [
      [
        ['info', file],
        ['samples', 'labels', 'splits', 'impulse', 'model'],
      ],
      [['samples', file, '--label', 'wave'], ['samples']],
      [['impulse', file, 'get'], ['impulse']],
      [
        ['impulse', file, 'propose', '--dry-run'],
        ['impulse', 'reasons'],
      ],
      [
        ['features', file],
        ['windows', 'featuresPerWindow', 'ms', 'cached'],
      ],
      [
        ['test', file, '--precision', 'float'],
        ['windows', 'samples', 'accuracy', 'f1', 'auc', 'confusion', 'perSample'],
      ],
      [
        ['export', file, '--target', 'tflite', '--out', join(home, 'm.tflite')],
        ['files', 'flashBytes', 'ramBytes', 'macs'],
      ],
      [
        ['tflite', 'info', join(home, 'm.tflite')],
        ['operators', 'inputs', 'outputs', 'macs', 'arenaBytes'],
      ],
      [
        ['tflite', 'c', join(home, 'm.tflite'), '--out', join(home, 'c')],
        ['files', 'flashBytes', 'ramBytes'],
      ],
      [['boards'], ['boards']],
      [['devices'], ['devices']],
      [['dsp', 'list'], ['blocks']],
      [
        [...dsp, join(home, 'signal.json')],
        ['features', 'shape', 'labels'],
      ],
    ]
    keys.forEach(([words, wanted], index) => {
      const line = index % 2 === 0 ? [...words, '--json'] : ['--json', ...words]
      const { status, stdout } = runCli(home, line)
      expect(status, words.join(' ')).toBe(0)
      expect(stdout.trimEnd().split('\n'), words.join(' ')).toHaveLength(1)
      const object = z.record(z.string(), z.unknown()).parse(JSON.parse(stdout))
      expect(Object.keys(object), words.join(' ')).toEqual(expect.arrayContaining(wanted))
    })
  })

  it('ends with 1 and says what happened and what to do, where the user can mend it', () => {
    writeFileSync(join(home, 'text.tinyml'), 'no project\n'.repeat(200))
    writeFileSync(join(home, 'bad.json'), '{"version": 1}')
    const wrong = [
      ['info', join(home, 'gone.tinyml')],
      ['info', join(home, 'text.tinyml')],
      ['new', file],
      ['import', file, join(home, 'gone')],
      ['impulse', file, 'set', join(home, 'bad.json')],
      ['record', file, '--port', '/dev/ttyNone', '--label', 'a', '--seconds', '1'],
      ['flash', file, '--port', '/dev/ttyNone'],
      ['tflite', 'info', file],
      ['dsp', 'run', '--block', 'nothing', '--rate', '100', '--in', join(home, 'signal.json')],
    ]
    for (const words of wrong) {
      const { status, stdout, stderr } = runCli(home, [...words, '--json'])
      expect(status, words.join(' ')).toBe(1)
      const { error } = errorSchema.parse(JSON.parse(stdout))
      expect(error.code, words.join(' ')).not.toBe('app/bug')
      expect(stderr).toContain(error.message)
      expect(stderr).toContain(error.hint)
    }
  })

  it('ends with 2 where a command is written wrongly, and prints no object', () => {
    const wrong = [
      ['nonsense'],
      ['new'],
      ['train', file, '--seed', 'x'],
      ['train', file, '--epochs', '0'],
      ['record', file, '--port', 'sim:pico', '--label', 'wave', '--seconds', '1', '--takes', '0'],
      ['export', file, '--target', 'floppy', '--out', 'x'],
      ['live', file],
      ['test', file, '--precision', 'half'],
    ]
    for (const words of wrong) {
      const { status, stdout, stderr } = runCli(home, [...words, '--json'])
      expect([words.join(' '), status, stdout]).toEqual([words.join(' '), 2, ''])
      expect(stderr).toMatch(/^error: /)
    }
    expect(runCli(home, ['train', '--help'])).toMatchObject({ status: 0, stdout: expect.stringContaining('--seed') })
  })
})
