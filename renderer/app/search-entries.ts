/** What the search box finds: commands, pages, samples and settings, each with what it does. */
export interface SearchEntry {
  id: string
  kind: 'Command' | 'Page' | 'Sample' | 'Setting'
  title: string
  /** Keys of a command, label of a sample. */
  note: string
  run: () => void
}

const SHOWN = 30

/** Every word must occur; titles that begin with the text come first, then those where a word begins with it. */
export function findEntries(entries: readonly SearchEntry[], text: string): SearchEntry[] {
  const wanted = text.trim().toLowerCase()
  const words = wanted.split(/\s+/).filter(Boolean)
  return entries
    .map((entry) => ({ entry, rank: rankOf(entry, words, wanted) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank)
    .slice(0, SHOWN)
    .map(({ entry }) => entry)
}

function rankOf(entry: SearchEntry, words: readonly string[], wanted: string): number {
  const title = entry.title.toLowerCase()
  const all = `${title} ${entry.kind} ${entry.note}`.toLowerCase()
  if (!words.every((word) => all.includes(word))) return 0
  if (title === wanted) return 5
  if (title.startsWith(wanted)) return 4
  if (title.includes(` ${wanted}`)) return 3
  return title.includes(wanted) ? 2 : 1
}
