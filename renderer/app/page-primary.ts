/** The page's one primary button, so that Ctrl+Enter, the search box and the next step reach it. */
import { create } from 'zustand'

export interface Primary {
  label: string
  onPress: () => void
  disabled?: boolean
  /** Why it is disabled; stands beside the button. */
  reason?: string
  /** Accessible name where it says more than the label. */
  name?: string
  /** The page draws this button itself, in its work. */
  ownButton?: boolean
}

interface Wanted {
  page: string
  label: string
  /** A button that gets ready later than this is not pressed: nobody would expect it any more. */
  until: number
}

const WISH_HOLDS_MS = 3000

export const usePagePrimary = create<{ primary: Primary | null }>(() => ({ primary: null }))
let wanted: Wanted | null = null

/** Presses the button of this name as soon as the page shows it ready. */
export function wantPrimary(page: string, label: string): void {
  wanted = { page, label, until: performance.now() + WISH_HOLDS_MS }
  const { primary } = usePagePrimary.getState()
  if (primary && location.hash === `#/${page}`) offerPrimary(page, primary)
}

/** The page at `address` shows this button now. A wish for another page is forgotten: the person went elsewhere. */
export function offerPrimary(address: string, primary: Primary | null): void {
  usePagePrimary.setState({ primary })
  if (!wanted || !primary) return
  if (wanted.page !== address || performance.now() > wanted.until) wanted = null
  else if (wanted.label === primary.label && !primary.disabled) {
    wanted = null
    primary.onPress()
  }
}

export function withdrawPrimary(): void {
  usePagePrimary.setState({ primary: null })
}

export function pressPrimary(): void {
  const { primary } = usePagePrimary.getState()
  if (primary && !primary.disabled) primary.onPress()
}
