/** Answers against truth: rows are actual labels, columns predicted ones; count and share stand in every cell. */
import type { Confusion } from '../../shared/model/run.ts'
import './confusion-matrix.css'
import { heatColor } from './heat-scale.ts'

interface Props {
  confusion: Confusion
  /** Which data: "test set". */
  set: string
  /** Which model: "3fa9c1, int8". */
  model: string
  /** What is counted. */
  unit?: string
  /** Called with the names of row and column; `UNCERTAIN` for the last column. */
  onCell?: (actual: string, predicted: string) => void
}

export const UNCERTAIN = 'UNCERTAIN'
const ANOMALY = 'ANOMALY'

export function ConfusionMatrix({ confusion, set, model, unit = 'windows', onCell }: Props) {
  const { labels, matrix } = confusion
  const total = matrix.flat().reduce((sum, count) => sum + count, 0)
  const widest = Math.max(...matrix.map((row) => row.length))
  const columns = [...labels, UNCERTAIN, ANOMALY].slice(0, Math.max(labels.length, widest))
  if (total === 0)
    return (
      <p className="ui-muted">
        No {unit} in the {set} yet.
      </p>
    )
  return (
    <div className="ui-table-scroll">
      <table className="ui-confusion">
        <caption>
          Confusion matrix: {set}, model {model}, {total.toLocaleString('en')} {unit}
        </caption>
        <thead>
          <tr>
            <th scope="col" className="ui-confusion__axis">
              Actual ↓ Predicted →
            </th>
            {columns.map((label) => (
              <th key={label} scope="col" aria-label={`Predicted ${label}`}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {labels.map((actual, row) => (
            <tr key={actual}>
              <th scope="row" aria-label={`Actual ${actual}`}>
                {actual}
              </th>
              {columns.map((predicted, column) => (
                <td key={predicted}>
                  <Cell
                    count={matrix[row]?.[column] ?? 0}
                    of={(matrix[row] ?? []).reduce((sum, count) => sum + count, 0)}
                    name={`Actual ${actual}, predicted ${predicted}`}
                    onPress={onCell && (() => onCell(actual, predicted))}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface CellProps {
  count: number
  of: number
  name: string
  onPress: (() => void) | undefined
}

function Cell({ count, of, name, onPress }: CellProps) {
  const share = of > 0 ? count / of : 0
  const { background, text } = heatColor(share)
  const words = of > 0 ? `${count} (${Math.round(share * 100)} %)` : '0'
  const style = { background, color: text }
  if (!onPress || count === 0)
    return (
      <span className="ui-confusion__cell" style={style}>
        {words}
      </span>
    )
  return (
    <button
      type="button"
      className="ui-confusion__cell"
      style={style}
      aria-label={`${name}: ${words}`}
      title={`Show the samples: ${name.toLowerCase()}`}
      onClick={onPress}
    >
      {words}
    </button>
  )
}
