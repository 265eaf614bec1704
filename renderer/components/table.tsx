/** A small, complete table. For lists of thousands of rows there is Grid. */
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import './table.css'

export interface Column<Row> {
  title: string
  /** Stands in for the title where the title alone does not explain itself. */
  head?: ReactNode
  /** `number` aligns to the right; `head` makes the cell a row header. */
  kind?: 'text' | 'number' | 'head'
  render: (row: Row) => ReactNode
}

interface Props<Row> {
  caption: string
  hideCaption?: boolean
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  keyOf: (row: Row) => string | number
}

export function Table<Row>({ caption, hideCaption, columns, rows, keyOf }: Props<Row>) {
  return (
    <div className="ui-table-scroll">
      <table className="ui-table">
        <caption className={classNames(hideCaption && 'ui-hidden')}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.title} scope="col" className={classNames(column.kind === 'number' && 'ui-table__number')}>
                {column.head ?? column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>{columns.map((column) => cell(column, row))}</tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function cell<Row>(column: Column<Row>, row: Row): ReactNode {
  if (column.kind === 'head') {
    return (
      <th key={column.title} scope="row">
        {column.render(row)}
      </th>
    )
  }
  return (
    <td key={column.title} className={classNames(column.kind === 'number' && 'ui-table__number')}>
      {column.render(row)}
    </td>
  )
}
