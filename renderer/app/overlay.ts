/** Which one of the frame's popups is open, and where focus goes back to when it closes. */
import { create } from 'zustand'

export type Overlay = 'search' | 'go-to' | 'keys'

interface OverlayState {
  overlay: Overlay | null
  show: (overlay: Overlay) => void
  /** Gives focus back unless the popup led somewhere else. */
  close: (giveBack: boolean) => void
}

let before: Element | null = null

export const useOverlay = create<OverlayState>((set, get) => ({
  overlay: null,
  show(overlay) {
    if (get().overlay === null) before = document.activeElement
    set({ overlay })
  },
  close(giveBack) {
    if (get().overlay === null) return
    set({ overlay: null })
    if (giveBack) focusAgain(before)
    before = null
  },
}))

/** Where what had focus is gone, the page gets it. */
function focusAgain(element: Element | null): void {
  const target = element instanceof HTMLElement && element.isConnected && element !== document.body ? element : null
  const page = document.querySelector<HTMLElement>('#page')
  ;(target ?? page)?.focus()
}
