import { useState } from 'react'
import { useLayout } from './layout.ts'

/** A pane's size in CSS pixels: follows the pointer at once, is remembered when the drag ends. */
export function usePaneSize(name: string, initial: number): [number, (size: number, done: boolean) => void] {
  const [kept, keep] = useLayout(name, initial)
  const [dragged, setDragged] = useState<number | null>(null)
  return [
    dragged ?? kept,
    (size, done) => {
      setDragged(done ? null : size)
      if (done) keep(size)
    },
  ]
}
