/** Named values as bars from zero: the features of one window. */
import { FigureFrame } from './figure-frame.tsx'
import { threeDigits } from './quantities.ts'

interface Props {
  title: string
  names: readonly string[]
  values: ArrayLike<number>
  /** What a name means, shown on hover: "this bar is 6–12 Hz". */
  explain?: (name: string) => string
}

export function Bars({ title, names, values, explain }: Props) {
  const list = Array.from(values)
  const low = Math.min(0, ...list)
  const high = Math.max(0, ...list)
  const spread = high - low || 1
  const share = (value: number): number => ((value - low) / spread) * 100
  return (
    <FigureFrame
      title={title}
      summary={`${list.length.toLocaleString('en')} features, ${threeDigits(low)} to ${threeDigits(high)}`}
      table={() => ({ columns: ['Feature', 'Value'], rows: list.map((value, index) => [names[index] ?? '', value]) })}
      hasPicture={false}
    >
      <ol className="plot-bars plot-area" tabIndex={0} aria-label={title}>
        {list.map((value, index) => (
          <li className="plot-bars__row" key={names[index] ?? index} title={explain?.(names[index] ?? '')}>
            <span>{names[index]}</span>
            <span className="plot-bars__track" aria-hidden="true">
              <span
                className="plot-bars__bar"
                style={{ left: `${share(Math.min(0, value))}%`, width: `${Math.abs(value / spread) * 100}%` }}
              />
            </span>
            <span className="plot-bars__value">{threeDigits(value)}</span>
          </li>
        ))}
      </ol>
    </FigureFrame>
  )
}
