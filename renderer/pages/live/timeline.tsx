/** The answers of the last minute, newest at the right. */
import { labelLook } from '../../components/label-look.ts'
import { ANOMALY, type Answers, judge, KEPT_MS } from './answers.ts'

interface Props {
  answers: Answers
  threshold: number
  placeOf: (label: string) => number | null
}

const HEIGHT = 32

function colorOf(label: string | null, place: number | null): string {
  if (label === ANOMALY) return 'var(--color-problem)'
  return place === null ? 'var(--color-divider)' : `var(${labelLook(place).token})`
}

export function Timeline({ answers, threshold, placeOf }: Props) {
  const last = answers[answers.length - 1]
  if (!last) return null
  const start = last.tMs - KEPT_MS
  const counts = new Map<string, number>()
  const blocks = answers.map((answer, index) => {
    const label = judge([answer], threshold, 1)?.label ?? null
    const place = label === null ? null : placeOf(label)
    counts.set(label ?? 'not sure', (counts.get(label ?? 'not sure') ?? 0) + 1)
    const next = answers[index + 1]?.tMs ?? answer.tMs + 250
    return {
      key: answer.tMs,
      x: answer.tMs - start,
      width: Math.min(next - answer.tMs, 2000),
      color: colorOf(label, place),
      height: label === null ? HEIGHT / 4 : HEIGHT,
      title: label ?? 'not sure',
    }
  })
  const words = [...counts].map(([label, count]) => `${label} ${count}`).join(', ')
  return (
    <figure className="live__column">
      <figcaption>Answers of the last 60 s</figcaption>
      <svg
        className="live__timeline"
        viewBox={`0 0 ${KEPT_MS} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Timeline: ${words}`}
      >
        {blocks.map(({ key, x, width, color, height, title }) => (
          <rect key={key} x={x} width={width} y={HEIGHT - height} height={height} fill={color}>
            <title>{title}</title>
          </rect>
        ))}
      </svg>
      <p className="ui-muted">{words}</p>
    </figure>
  )
}
