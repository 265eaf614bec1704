/** What the CLI prints: one JSON object, or lines for people. Progress and warnings go to standard error. */
import { toErrorData } from '../../shared/contract/errors.ts'

export interface OutputOptions {
  json?: boolean
}

/** Prints the result: as one JSON object with `--json`, else the lines. */
export function printResult(options: OutputOptions, result: object, lines: string[]): void {
  process.stdout.write(options.json ? `${JSON.stringify(result)}\n` : `${lines.join('\n')}\n`)
}

export function printError(error: unknown, json: boolean): void {
  const { code, message, hint, data } = toErrorData(error)
  if (json) process.stdout.write(`${JSON.stringify({ error: { code, message, hint, data } })}\n`)
  process.stderr.write(`${message}\n${hint}\n`)
  if (code === 'app/bug') process.stderr.write(`${String(data['detail'])}\n`)
}

/** A progress line that is overwritten, only where a person watches. */
export function showProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`)
}

export function endProgress(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K')
}

export function percent(share: number | undefined): string {
  return share === undefined ? 'no samples' : `${(share * 100).toFixed(1)} %`
}

export function bytesText(bytes: number): string {
  return bytes < 1024 ? `${bytes} B` : `${(bytes / 1024).toFixed(1)} KB`
}
