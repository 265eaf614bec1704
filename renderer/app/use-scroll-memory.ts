import { type RefObject, useLayoutEffect } from 'react'
import { z } from 'zod'

const STORED = 'tinyml-scroll'
/** A page whose content comes late gets its place back within this time, unless the person scrolls first. */
const RESTORE_MS = 2000

/** What a person does to scroll. */
const ACTS = ['wheel', 'keydown', 'pointerdown'] as const

const storedSchema = z.record(z.string(), z.number()).catch({})

function stored(): Record<string, number> {
  try {
    return storedSchema.parse(JSON.parse(sessionStorage.getItem(STORED) ?? '{}'))
  } catch {
    // Somebody else's text lies there; begin at the top.
    return {}
  }
}

const places = new Map(Object.entries(stored()))
addEventListener('pagehide', () => sessionStorage.setItem(STORED, JSON.stringify(Object.fromEntries(places))))

/** Gives each address its scroll position back, also after a reload. */
export function useScrollMemory(pane: RefObject<HTMLElement | null>, address: string): void {
  useLayoutEffect(() => {
    const element = pane.current
    if (!element) return
    const wanted = places.get(address) ?? 0
    const giveUpAt = performance.now() + RESTORE_MS
    let frame = 0
    let restoring = true
    const stop = (): void => void (restoring = false)
    const restore = (): void => {
      element.scrollTop = wanted
      restoring &&= Math.abs(element.scrollTop - wanted) > 1 && performance.now() < giveUpAt
      if (restoring) frame = requestAnimationFrame(restore)
    }
    const remember = (): void => {
      if (!restoring) places.set(address, element.scrollTop)
    }
    restore()
    for (const act of ACTS) element.addEventListener(act, stop, { passive: true })
    element.addEventListener('scroll', remember, { passive: true })
    return () => {
      cancelAnimationFrame(frame)
      for (const act of ACTS) element.removeEventListener(act, stop)
      element.removeEventListener('scroll', remember)
    }
  }, [pane, address])
}
