import { useSyncExternalStore } from 'react'

function read(): number {
  const style = getComputedStyle(document.documentElement)
  const rem = Number.parseFloat(style.fontSize)
  return Number.parseFloat(style.getPropertyValue('--row-height')) * rem
}

function subscribe(listener: () => void): () => void {
  const observer = new MutationObserver(listener)
  observer.observe(document.documentElement, { attributes: true })
  return () => observer.disconnect()
}

/** Height of a row in CSS pixels for today's density and text size; follows both. */
export function useRowHeight(): number {
  return useSyncExternalStore(subscribe, read)
}
