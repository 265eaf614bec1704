/** What another threshold would change, a label at a time: ROC, precision–recall, and a sweep over all thresholds. */
import { useMemo, useState } from 'react'
import type { Precision } from '../../../shared/model/run.ts'
import type { Split } from '../../../shared/model/sample.ts'
import { useQuery } from '../../app/use-query.ts'
import { ErrorAlert } from '../../components/alert.tsx'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { formatNumberOf, formatPercent } from '../../components/format.ts'
import { Select } from '../../components/select.tsx'
import { Slider } from '../../components/slider.tsx'
import { Term } from '../../components/term.tsx'
import { labelColor, usePlotColors } from '../../plots/plot-colors.ts'
import { threeDigits } from '../../plots/quantities.ts'
import { XyPlot } from '../../plots/xy-plot.tsx'
import { atThreshold, bestThreshold, type LabelCurves, risingLine } from './curve-points.ts'

interface Props {
  learnId: string | undefined
  precision: Precision
  split: Split
  modelHash: string
}

const WHOLE = [0, 1.02] as const

export function CurvesCard({ learnId, precision, split, modelHash }: Props) {
  const { data, error } = useQuery(
    'testing/curves',
    { ...(learnId === undefined ? {} : { learnId }), precision, split },
    { version: modelHash },
  )
  const [chosen, choose] = useState('')
  const curves = data?.labels.find(({ label }) => label === chosen) ?? data?.labels[0]
  return (
    <Card title="Curves by label">
      <ErrorAlert error={error} />
      {data && curves && (
        <>
          <Select
            label="Label"
            value={curves.label}
            options={data.labels.map(({ label }) => ({ value: label, label }))}
            onChange={choose}
          />
          <CurvesOf key={`${modelHash} ${curves.label}`} curves={curves} />
        </>
      )}
    </Card>
  )
}

function CurvesOf({ curves }: { curves: LabelCurves }) {
  const colors = usePlotColors()
  const [threshold, setThreshold] = useState(() => bestThreshold(curves))
  const lines = useMemo(() => {
    const { thresholds, truePositiveRate, falsePositiveRate, precision, f1 } = curves
    const own = { name: curves.label, color: labelColor(colors, 0) }
    const over = (name: string, place: number, y: Float32Array) => ({
      name,
      color: labelColor(colors, place),
      x: thresholds,
      y,
    })
    return {
      roc: [
        { ...own, ...risingLine(falsePositiveRate, truePositiveRate) },
        { name: 'guessing', color: colors.muted, dashed: true, x: [0, 1], y: [0, 1] },
      ],
      precision: [{ ...own, ...risingLine(truePositiveRate, precision) }],
      sweep: [over('precision', 0, precision), over('found', 1, truePositiveRate), over('F1', 2, f1)],
    }
  }, [curves, colors])
  const { auc, averagePrecision, support } = curves
  const now = atThreshold(curves, threshold)
  if (support === 0) return <p>There are no windows of “{curves.label}” in this set.</p>
  return (
    <>
      <p>
        {formatNumberOf(support, 'window')} of “{curves.label}”.{' '}
        {auc !== undefined && (
          <>
            <Term id="auc">AUC</Term> {threeDigits(auc)}.{' '}
          </>
        )}
        {averagePrecision !== undefined && (
          <>
            <Term id="average precision">Average precision</Term> {threeDigits(averagePrecision)}.
          </>
        )}
      </p>
      <div className="testing__curves">
        <XyPlot
          title="ROC"
          xTitle="False alarms (share)"
          yTitle="Found (share)"
          lines={lines.roc}
          xRange={WHOLE}
          yRange={WHOLE}
          summary={`${curves.label}: ${auc === undefined ? 'no AUC' : `AUC ${threeDigits(auc)}`}, ${curves.thresholds.length} thresholds`}
        />
        <XyPlot
          title="Precision and recall"
          xTitle="Found (share)"
          yTitle="Precision (share)"
          lines={lines.precision}
          xRange={WHOLE}
          yRange={WHOLE}
          summary={`${curves.label}: average precision ${averagePrecision === undefined ? 'unknown' : threeDigits(averagePrecision)}`}
        />
        <XyPlot
          title="Threshold sweep"
          xTitle="Threshold (certainty)"
          yTitle="Share"
          lines={lines.sweep}
          xRange={WHOLE}
          yRange={WHOLE}
          summary={`At ${formatPercent(threshold)}: precision ${formatPercent(now.precision)}, found ${formatPercent(now.found)}`}
        />
      </div>
      <Slider
        label={`Threshold of ${curves.label}`}
        help="From this certainty on a window counts as the label."
        value={threshold}
        min={0}
        max={1}
        step={0.01}
        format={formatPercent}
        onChange={setThreshold}
      />
      <div className="ui-row">
        <p role="status" aria-label={`At this threshold of ${curves.label}`}>
          <Term id="found">Found</Term> {formatPercent(now.found)} · <Term id="precision">precision</Term>{' '}
          {formatPercent(now.precision)} · <Term id="false alarms">false alarms</Term> {formatPercent(now.falseAlarms)}{' '}
          · <Term id="f1">F1</Term> {threeDigits(now.f1)}
        </p>
        <Button size="small" onPress={() => setThreshold(bestThreshold(curves))}>
          Best F1
        </Button>
      </div>
    </>
  )
}
