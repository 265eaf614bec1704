import { useEffect, useRef, useState } from 'react'
import { type ConsoleLine, serialLog } from './serial-log.ts'

export interface SerialView {
  lines: readonly ConsoleLine[]
  /** Lines that came since the view was paused. */
  newLines: number
  linesPerSecond: number
  bytesPerSecond: number
}

const EMPTY: SerialView = { lines: [], newLines: 0, linesPerSecond: 0, bytesPerSecond: 0 }
const RATE_EVERY_MS = 1000

/** What the log shows now, at most once a frame. While paused the lines stay and only their number grows. */
export function useSerialView(paused: boolean): SerialView {
  const [view, setView] = useState<SerialView>(EMPTY)
  const held = useRef<{ lines: readonly ConsoleLine[]; total: number } | null>(null)
  useEffect(() => {
    held.current = paused ? { lines: [...serialLog.lines], total: serialLog.total } : null
    let seen = -1
    let frame = 0
    let rate = { at: performance.now(), total: serialLog.total, lines: 0, bytes: 0 }
    const look = (): void => {
      frame = requestAnimationFrame(look)
      const now = performance.now()
      const due = now - rate.at >= RATE_EVERY_MS
      if (due) rate = measured(rate, now)
      if (serialLog.version === seen && !due) return
      seen = serialLog.version
      const lines = held.current?.lines ?? serialLog.lines
      const newLines = held.current ? serialLog.total - held.current.total : 0
      setView({ lines, newLines, linesPerSecond: rate.lines, bytesPerSecond: rate.bytes })
    }
    look()
    return () => cancelAnimationFrame(frame)
  }, [paused])
  return view
}

interface Rate {
  at: number
  total: number
  lines: number
  bytes: number
}

function measured(before: Rate, now: number): Rate {
  const count = serialLog.total - before.total
  const seconds = (now - before.at) / 1000
  const bytes = serialLog.lines
    .slice(-count || serialLog.lines.length)
    .reduce((sum, line) => sum + line.text.length + 1, 0)
  return {
    at: now,
    total: serialLog.total,
    lines: Math.round(count / seconds),
    bytes: count > 0 ? Math.round(bytes / seconds) : 0,
  }
}
