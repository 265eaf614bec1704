/** The tabs above the page: which addresses are open, in which order. Kept for this window, so that reload keeps them. */
import { create } from 'zustand'
import { z } from 'zod'
import { withoutTab } from './without-tab.ts'

const STORED = 'tinyml-tabs'
const storedSchema = z.array(z.string()).catch([])

function stored(): string[] {
  try {
    return storedSchema.parse(JSON.parse(sessionStorage.getItem(STORED) ?? '[]'))
  } catch {
    // Somebody else's text lies there; begin without tabs.
    return []
  }
}

export const useOpenTabs = create<{ tabs: readonly string[] }>(() => ({ tabs: stored() }))

function keep(tabs: readonly string[]): void {
  sessionStorage.setItem(STORED, JSON.stringify(tabs))
  useOpenTabs.setState({ tabs })
}

export function openTab(address: string): void {
  const { tabs } = useOpenTabs.getState()
  if (!tabs.includes(address)) keep([...tabs, address])
}

/** Returns the address to show instead. */
export function closeTab(address: string): string {
  const { tabs, neighbour } = withoutTab(useOpenTabs.getState().tabs, address)
  keep(tabs)
  return neighbour
}

/** The tab at `address` shows another one from now on, in its place. */
export function replaceTab(address: string, by: string): void {
  const { tabs } = useOpenTabs.getState()
  const others = tabs.filter((tab) => tab !== by)
  if (others.includes(address)) keep(others.map((tab) => (tab === address ? by : tab)))
}

/** Another project was opened: only what is shown now stays. */
export function keepOnlyTab(address: string): void {
  keep([address])
}
