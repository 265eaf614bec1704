/** Text lines of any number; only those in view are drawn. Follows the end while `follow` is set. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useRef } from 'react'

interface Props {
  label: string
  count: number
  rowPx: number
  follow: boolean
  className?: string
  render: (index: number) => ReactNode
}

export function VirtualList({ label, count, rowPx, follow, className, render }: Props) {
  const scroll = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowPx,
    overscan: 20,
  })
  useEffect(() => {
    if (follow && count > 0) virtual.scrollToIndex(count - 1, { align: 'end' })
  }, [follow, count, virtual])
  return (
    <div className={className} role="log" aria-label={label} aria-live="off" tabIndex={0} ref={scroll}>
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map((item) => (
          <div
            key={item.index}
            style={{
              position: 'absolute',
              top: 0,
              left: 0,
              right: 0,
              height: rowPx,
              transform: `translateY(${item.start}px)`,
            }}
          >
            {render(item.index)}
          </div>
        ))}
      </div>
    </div>
  )
}
