/** What of the samples is shown, and in which order; remembered per project. */
import { useDeferredValue, useMemo } from 'react'
import type { Sample } from '../../../shared/model/sample.ts'
import { useLayout } from '../../app/layout.ts'
import { parseFilter } from './filter.ts'
import { isOrder, type Order, sorted } from './sort.ts'

export interface UsedFilter {
  text: string
  setText: (text: string) => void
  problem: string | null
  order: Order
  setOrder: (order: Order) => void
  shown: readonly Sample[]
}

export function useDatasetFilter(samples: readonly Sample[]): UsedFilter {
  const [text, setText] = useLayout('dataset/filter', '')
  const [storedOrder, setOrder] = useLayout('dataset/order', 'added')
  const order = isOrder(storedOrder) ? storedOrder : 'added'
  // Typing comes first; with tens of thousands of rows the table follows a moment later.
  const wanted = useDeferredValue(text)
  const { matches, problem } = useMemo(() => parseFilter(wanted), [wanted])
  const ordered = useMemo(() => sorted(samples, order), [samples, order])
  const shown = useMemo(() => (wanted.trim() === '' ? ordered : ordered.filter(matches)), [ordered, wanted, matches])
  return { text, setText, problem, order, setOrder, shown }
}
