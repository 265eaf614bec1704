import { useEffect, useRef } from 'react'

/** React's own wheel listener is passive: it could not keep the page from scrolling. */
export function useWheel(area: { current: HTMLElement | null }, onWheel: (event: WheelEvent) => boolean): void {
  const latest = useRef(onWheel)
  useEffect(() => {
    latest.current = onWheel
  })
  useEffect(() => {
    const element = area.current
    const listen = (event: WheelEvent): void => {
      if (latest.current(event)) event.preventDefault()
    }
    element?.addEventListener('wheel', listen, { passive: false })
    return () => element?.removeEventListener('wheel', listen)
  }, [area])
}
