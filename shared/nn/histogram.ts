/** Counts of values in bins of equal width. */
export interface Histogram {
  low: number
  high: number
  /** Values in each bin, from low to high. */
  counts: number[]
}

/** `low` and `high` may be given, so that several sets share their bins; values beyond them count in the outermost. */
export function histogramOf(
  values: ArrayLike<number>,
  { bins = 32, low, high }: { bins?: number; low?: number; high?: number } = {},
): Histogram {
  const list = Array.from(values).filter(Number.isFinite)
  const least = low ?? list.reduce((found, value) => Math.min(found, value), Number.POSITIVE_INFINITY)
  const most = high ?? list.reduce((found, value) => Math.max(found, value), Number.NEGATIVE_INFINITY)
  if (list.length === 0) return { low: low ?? 0, high: high ?? 0, counts: Array.from({ length: bins }, () => 0) }
  const counts = Array.from({ length: bins }, () => 0)
  const width = (most - least) / bins || 1
  for (const value of list) {
    const bin = Math.min(bins - 1, Math.max(0, Math.floor((value - least) / width)))
    counts[bin] = (counts[bin] ?? 0) + 1
  }
  return { low: least, high: most, counts }
}
