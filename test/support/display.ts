/** A screen nobody sees, for tests that open windows. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { Readable } from 'node:stream'

export function onPath(program: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)))
}

export interface Display {
  /** For the environment variable DISPLAY. */
  name: string
  close(): void
}

/** Xvfb picks a free number and tells it through a descriptor. */
export async function openDisplay(): Promise<Display> {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1400x1000x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const number = await new Promise<string>((resolve, reject) => {
    const pipe = server.stdio[3] as Readable
    pipe.once('data', (data: Buffer) => resolve(data.toString().trim()))
    server.once('error', reject)
    server.once('exit', () => reject(new Error('Xvfb ended at once.')))
  })
  return { name: `:${number}`, close: () => void server.kill() }
}
