/** Everything the board said and was told, outside of React. Pausing holds the view, never the log. */
import type { EventPayload } from '../../../shared/contract/events.ts'
import { hexText, timeText } from './serial-format.ts'

export type ConsoleLine = EventPayload<'console/lines'>['lines'][number]

const KEPT = 1_000_000
/** Dropped at once when full, so that not every line moves all others. */
const DROPPED = 100_000

export interface SerialLog {
  add(lines: readonly ConsoleLine[]): void
  clear(): void
  readonly lines: readonly ConsoleLine[]
  /** Counts up with every change; a view looks at it once a frame. */
  readonly version: number
  /** Lines ever added. */
  readonly total: number
}

export function createSerialLog(kept = KEPT, dropped = DROPPED): SerialLog {
  let lines: ConsoleLine[] = []
  let version = 0
  let total = 0
  return {
    add(more) {
      for (const line of more) lines.push(line)
      if (lines.length > kept) lines = lines.slice(lines.length - kept + dropped)
      total += more.length
      version++
    },
    clear() {
      lines = []
      version++
    },
    get lines() {
      return lines
    },
    get version() {
      return version
    },
    get total() {
      return total
    },
  }
}

/** The one log of this window. */
export const serialLog = createSerialLog()

export function lineText(line: ConsoleLine, asHex = false): string {
  const mark = line.direction === 'in' ? '<' : '>'
  const what = asHex ? hexText(line) : line.text
  return `${timeText(line.tMs)} ${mark} ${what}${line.skipped ? `  (skipped: ${line.skipped})` : ''}`
}

export interface LogFilter {
  search: string
  /** Only lines the parser did not take. */
  onlySkipped: boolean
}

export function filterLines(lines: readonly ConsoleLine[], { search, onlySkipped }: LogFilter): readonly ConsoleLine[] {
  if (search === '' && !onlySkipped) return lines
  const wanted = search.toLowerCase()
  return lines.filter(
    (line) => (!onlySkipped || line.skipped !== '') && (wanted === '' || line.text.toLowerCase().includes(wanted)),
  )
}
