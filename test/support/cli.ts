/** The command line as a person in a terminal has it: the compiled program, with a home folder of its own. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../../main/paths.ts'

export interface CliAnswer {
  status: number | null
  stdout: string
  stderr: string
}

export function runCli(home: string, words: readonly string[]): CliAnswer {
  const program = join(projectRoot, 'out', 'main', 'cli.js')
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...words], {
    env: { ...process.env, HOME: home, USERPROFILE: home },
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    timeout: 60_000,
  })
  return { status, stdout, stderr }
}

/** With `--json`, where the command has to succeed; its one object. */
export function cliObject(home: string, words: readonly string[]): unknown {
  const answer = runCli(home, [...words, '--json'])
  if (answer.status !== 0) throw new Error(`tinyml ${words.join(' ')} ended with ${answer.status}: ${answer.stderr}`)
  return JSON.parse(answer.stdout)
}

export interface Takes {
  folder: string
  labels: Record<string, number>
  seconds: number
}

/** CSV files at 50 Hz: each label a wave of its own. */
export function writeTakes({ folder, labels, seconds }: Takes): void {
  mkdirSync(folder, { recursive: true })
  Object.entries(labels).forEach(([label, takes], kind) => {
    for (let take = 1; take <= takes; take++) {
      const rows = Array.from({ length: seconds * 50 }, (_, row) => {
        const wave = Math.sin((row + take * 3) / (2 + kind * 5)) * (1 + take / 10)
        return [row * 20, wave, take / 10 + Math.cos(row / 7), 9.8 - wave].map((value) => value.toFixed(4)).join(',')
      })
      writeFileSync(join(folder, `${label}.${take}.csv`), ['timestamp,accX,accY,accZ', ...rows].join('\n'))
    }
  })
}
