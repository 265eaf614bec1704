/** The page's one primary button, so that Ctrl+Enter and the search box reach it. */
import { create } from 'zustand'

export interface Primary {
  label: string
  onPress: () => void
  disabled?: boolean
  /** Why it is disabled; stands beside the button. */
  reason?: string
}

export const usePagePrimary = create<{ primary: Primary | null }>(() => ({ primary: null }))

export function pressPrimary(): void {
  const { primary } = usePagePrimary.getState()
  if (primary && !primary.disabled) primary.onPress()
}
