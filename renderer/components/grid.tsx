/** A list of any length as one keyboard table: only the rows in view are drawn. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { classNames } from './class-names.ts'
import './grid.css'
import { type GridPlace, gridKey, stretch, toggled } from './grid-keys.ts'
import { useRowHeight } from './row-height.ts'

export interface GridColumn<Row> {
  title: string
  /** A CSS track size such as `2fr` or `6rem`. */
  width: string
  number?: boolean
  render: (row: Row) => ReactNode
}

interface Props<Row> {
  label: string
  rows: readonly Row[]
  columns: readonly GridColumn<Row>[]
  keyOf: (row: Row) => number
  selected: ReadonlySet<number>
  onSelect: (keys: ReadonlySet<number>) => void
  /** Enter or double click. */
  onOpen?: (row: Row) => void
  /** Other keys of the page, for example Delete or F2; called with the row that has the cursor. */
  onKey?: (event: KeyboardEvent, row: Row) => void
}

export function Grid<Row>({ label, rows, columns, keyOf, selected, onSelect, onOpen, onKey }: Props<Row>) {
  const id = useId()
  const scroll = useRef<HTMLDivElement>(null)
  const [cursor, setCursor] = useState({ active: 0, anchor: 0 })
  const rowHeight = useRowHeight()
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 10,
  })
  useEffect(() => virtual.measure(), [virtual, rowHeight])

  const active = Math.min(cursor.active, Math.max(0, rows.length - 1))
  const place: GridPlace = {
    active,
    anchor: Math.min(cursor.anchor, Math.max(0, rows.length - 1)),
    selected: new Set(rows.flatMap((row, index) => (selected.has(keyOf(row)) ? [index] : []))),
  }

  function go(next: GridPlace): void {
    setCursor({ active: next.active, anchor: next.anchor })
    if (next.selected !== place.selected) {
      onSelect(new Set([...next.selected].flatMap((index) => (rows[index] ? [keyOf(rows[index])] : []))))
    }
    virtual.scrollToIndex(next.active)
  }

  function onKeyDown(event: KeyboardEvent): void {
    const row = rows[active]
    const control = event.ctrlKey || event.metaKey
    const next = gridKey(place, { key: event.key, shift: event.shiftKey, control }, rows.length)
    if (next) {
      event.preventDefault()
      go(next)
    } else if (row && event.key === 'Enter' && !control) onOpen?.(row)
    else if (row) onKey?.(event, row)
  }

  function onClick(event: MouseEvent, index: number): void {
    if (event.shiftKey) go({ ...place, active: index, selected: stretch(place.anchor, index) })
    else if (event.ctrlKey || event.metaKey)
      go({ active: index, anchor: index, selected: toggled(place.selected, index) })
    else go({ active: index, anchor: index, selected: new Set([index]) })
  }

  const template = { gridTemplateColumns: columns.map((column) => column.width).join(' ') }
  return (
    <div
      className="ui-grid"
      role="grid"
      aria-label={label}
      aria-rowcount={rows.length}
      aria-multiselectable="true"
      aria-activedescendant={rows.length > 0 ? `${id}${active}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div className="ui-grid__row ui-grid__row--head" role="row" style={template}>
        {columns.map((column) => (
          <span
            key={column.title}
            role="columnheader"
            className={classNames('ui-grid__cell', column.number && 'ui-grid__cell--number')}
          >
            {column.title}
          </span>
        ))}
      </div>
      <div className="ui-grid__scroll" role="rowgroup" ref={scroll}>
        <div className="ui-grid__body" role="presentation" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index]
            if (!row) return null
            return (
              <div
                key={keyOf(row)}
                id={`${id}${item.index}`}
                className={classNames('ui-grid__row', item.index === active && 'ui-grid__row--active')}
                role="row"
                aria-rowindex={item.index + 1}
                aria-selected={place.selected.has(item.index)}
                style={{ ...template, transform: `translateY(${item.start}px)` }}
                onClick={(event) => onClick(event, item.index)}
                onDoubleClick={() => onOpen?.(row)}
              >
                {columns.map((column) => (
                  <span
                    key={column.title}
                    role="gridcell"
                    className={classNames('ui-grid__cell', column.number && 'ui-grid__cell--number')}
                  >
                    {column.render(row)}
                  </span>
                ))}
              </div>
            )
          })}
        </div>
      </div>
    </div>
  )
}
