/** Finds the programs that some tests need; without one a test says what is missing, and on CI it fails. */
import { spawnSync } from 'node:child_process'

export function hasTool(command: string): boolean {
  return spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0
}

/** For a test's title: empty where the tool is there, or where CI must fail rather than skip. */
export function missing(...commands: string[]): string {
  if (process.env['CI']) return ''
  const absent = commands.filter((command) => !hasTool(command))
  return absent.length > 0 ? ` (skipped: ${absent.join(', ')} not installed)` : ''
}
