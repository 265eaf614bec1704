/** The side pane of a page: parameters, and the explanation of what has focus. */
import type { ReactNode } from 'react'
import { Button } from '../components/button.tsx'
import './inspector.css'
import { useLayout } from './layout.ts'
import { Splitter } from './splitter.tsx'
import { usePaneSize } from './use-pane-size.ts'

export function Inspector({ children }: { children: ReactNode }) {
  const [open, setOpen] = useLayout('inspector/open', true)
  const [size, resize] = usePaneSize('inspector/width', 280)
  if (!open) {
    return (
      <aside className="app-inspector app-inspector--folded" aria-label="Inspector" data-region="inspector">
        <Button kind="quiet" size="small" icon="left" aria-label="Open the inspector" onPress={() => setOpen(true)} />
      </aside>
    )
  }
  return (
    <>
      <Splitter
        label="Width of the inspector"
        orientation="vertical"
        size={size}
        min={240}
        max={480}
        onResize={resize}
      />
      <aside
        className="app-inspector"
        aria-label="Inspector"
        data-region="inspector"
        tabIndex={-1}
        style={{ width: size }}
      >
        <div className="app-inspector__head">
          <h2>Inspector</h2>
          <Button
            kind="quiet"
            size="small"
            icon="right"
            aria-label="Fold the inspector"
            onPress={() => setOpen(false)}
          />
        </div>
        <div className="app-inspector__body">{children}</div>
      </aside>
    </>
  )
}
