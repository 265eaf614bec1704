/** After closing the tab at `address`: what is left, and which of it to show when it was the one shown. */
export function withoutTab(tabs: readonly string[], address: string): { tabs: string[]; neighbour: string } {
  const index = tabs.indexOf(address)
  const left = tabs.filter((tab) => tab !== address)
  return { tabs: left, neighbour: left[Math.min(Math.max(index, 0), left.length - 1)] ?? 'start' }
}
