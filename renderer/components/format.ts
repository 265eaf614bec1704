/** Numbers as people read them: three significant digits with unit, exact counts, never NaN. */
const KIB = 1024

function threeDigits(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 3, useGrouping: true })
}

/** A number of any size: "0.284". */
export function formatSize(value: number): string {
  return threeDigits(value)
}

export function formatCount(value: number): string {
  return Math.round(value).toLocaleString('en')
}

/** "1 sample", "1,140 windows". */
export function formatNumberOf(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}

/** KB = 1024 bytes. */
export function formatBytes(bytes: number): string {
  if (bytes < KIB) return `${formatCount(bytes)} bytes`
  if (bytes < KIB * KIB) return `${threeDigits(bytes / KIB)} KB`
  return `${threeDigits(bytes / KIB / KIB)} MB`
}

/** "21.4 KB of 2,048 KB". */
export function formatBytesOf(used: number, available: number): string {
  return `${threeDigits(used / KIB)} KB of ${formatCount(available / KIB)} KB`
}

export function formatMs(ms: number): string {
  return ms < 1000 ? `${threeDigits(ms)} ms` : formatSeconds(ms / 1000)
}

/** "2.00 s", "9 min 20 s", "1 h 5 min". */
export function formatSeconds(seconds: number): string {
  if (seconds < 60)
    return `${seconds.toLocaleString('en', { minimumSignificantDigits: 3, maximumSignificantDigits: 3 })} s`
  const whole = Math.round(seconds)
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`
}

export function formatPercent(share: number): string {
  return `${Math.round(share * 100)} %`
}

interface Score {
  windows: number
  correct: number
  accuracyLow?: number | undefined
  accuracyHigh?: number | undefined
}

/** "46 of 50 (92 %, 81–97 %)"; below ten no per cent is shown; nothing is claimed for an empty set. */
export function formatScore({ windows, correct, accuracyLow, accuracyHigh }: Score, empty: string): string {
  if (windows === 0) return empty
  const counts = `${formatCount(correct)} of ${formatCount(windows)}`
  if (windows < 10) return counts
  const percent = formatPercent(correct / windows)
  if (accuracyLow === undefined || accuracyHigh === undefined) return `${counts} (${percent})`
  return `${counts} (${percent}, ${Math.round(accuracyLow * 100)}–${formatPercent(accuracyHigh)})`
}

/** The first six digits of a hash, as they stand everywhere. */
export function shortHash(hash: string): string {
  return hash.slice(0, 6)
}

/** "just now", "5 min ago", "3 h ago", else the date. */
export function formatAgo(iso: string, nowMs: number): string {
  const seconds = Math.max(0, (nowMs - Date.parse(iso)) / 1000)
  if (seconds < 60) return 'just now'
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`
  return iso.slice(0, 10)
}
