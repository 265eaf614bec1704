/** Finding the line of a fault in JSON that a person typed. */

/** The line where the last part of a path that can be found is named; 1-based. */
export function lineOfPath(text: string, path: readonly string[]): number {
  let from = 0
  for (const part of path) {
    if (/^\d+$/.test(part)) continue
    const found = text.indexOf(JSON.stringify(part), from)
    if (found < 0) break
    from = found
  }
  return text.slice(0, from).split('\n').length
}

/** Engines say the place as a position or as a line; both end as a sentence with a line. */
export function parseError(text: string, error: unknown): string {
  const said = error instanceof Error ? error.message : ''
  const line = /line (\d+)/.exec(said)?.[1]
  const position = /position (\d+)/.exec(said)?.[1]
  const found = line ?? (position ? String(text.slice(0, Number(position)).split('\n').length) : null)
  return found === null ? 'This is not complete JSON.' : `Line ${found} is not JSON. Look for a missing comma or quote.`
}
