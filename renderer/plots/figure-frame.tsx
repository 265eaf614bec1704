/** What every figure has: title, one sentence that says what is seen, what was left out, and a menu to take it away. */
import { type ReactNode, useId, useRef, useState } from 'react'
import { Menu } from '../components/menu.tsx'
import { fileStem, type PlotTable, saveAsPng, saveFile, tableAsCsv } from './save-file.ts'
import './plots.css'

const TABLE_ROWS = 500

interface Props {
  title: string
  /** One sentence for everyone, also for screen readers and tests. */
  summary: string
  /** Made only when it is asked for. */
  table: () => PlotTable
  /** Small controls beside the menu. */
  tools?: ReactNode
  /** Figures made of HTML have no picture to save. */
  hasPicture?: boolean
  children: ReactNode
}

export function FigureFrame({ title, summary, table, tools, hasPicture = true, children }: Props) {
  const id = useId()
  const body = useRef<HTMLDivElement>(null)
  const [showsTable, setShowsTable] = useState(false)
  const save = {
    label: 'Save as PNG',
    onPress: () => body.current && saveAsPng(body.current, title),
  }
  const items = [
    ...(hasPicture ? [save] : []),
    {
      label: 'Save as CSV',
      onPress: () => saveFile(`${fileStem(title)}.csv`, [tableAsCsv(table())], 'text/csv'),
    },
    { label: showsTable ? 'Hide the table' : 'Show as table', onPress: () => setShowsTable(!showsTable) },
  ]
  return (
    <figure className="plot-figure" aria-labelledby={`${id}title`} aria-describedby={`${id}summary`}>
      <div className="plot-figure__head">
        <figcaption className="plot-figure__title" id={`${id}title`}>
          {title}
        </figcaption>
        {tools}
        <Menu label={`Figure: ${title}`} icon="more" kind="quiet" alignRight items={items} />
      </div>
      <div ref={body}>{children}</div>
      <p className="plot-figure__summary" id={`${id}summary`}>
        {summary}
      </p>
      {showsTable && <FigureTable title={title} table={table()} />}
    </figure>
  )
}

function FigureTable({ title, table }: { title: string; table: PlotTable }) {
  const rows = table.rows.slice(0, TABLE_ROWS)
  return (
    <div className="plot-table" tabIndex={0} role="region" aria-label={`Table: ${title}`}>
      <table className="ui-table">
        <caption>
          {rows.length === table.rows.length
            ? `${table.rows.length.toLocaleString('en')} rows`
            : `Showing ${rows.length} of ${table.rows.length.toLocaleString('en')} rows; the CSV file has all.`}
        </caption>
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {row.map((value, column) => (
                <td key={column}>{value}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

export interface LegendEntry {
  name: string
  color: string
  dashed?: boolean
}

export function PlotLegend({ entries }: { entries: readonly LegendEntry[] }) {
  return (
    <div className="plot-legend">
      {entries.map((entry) => (
        <span key={entry.name}>
          <span
            className={`plot-legend__line${entry.dashed === true ? ' plot-legend__line--dashed' : ''}`}
            style={{ color: entry.color }}
            aria-hidden="true"
          />
          {entry.name}
        </span>
      ))}
    </div>
  )
}
