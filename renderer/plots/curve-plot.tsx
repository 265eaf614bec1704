/** How training went: loss and accuracy an epoch, on training and validation windows. */
import { useMemo } from 'react'
import type { Epoch } from '../../shared/model/run.ts'
import { labelColor, type PlotColors, usePlotColors } from './plot-colors.ts'
import { threeDigits } from './quantities.ts'
import { XyPlot, type XyLine } from './xy-plot.tsx'

interface Props {
  epochs: readonly Epoch[]
  /** Epochs asked for: the x axis is this long from the start. */
  planned: number
  /** Values are not right or wrong: then there is no accuracy. */
  isOfValues?: boolean
  /** Earlier runs to compare with: their validation, or training where nothing was kept for that. */
  others?: readonly { name: string; epochs: readonly Epoch[] }[]
}

const NO_OTHERS: NonNullable<Props['others']> = []
/** The first two colours are those of the run itself. */
const OWN_COLORS = 2

function line(
  name: string,
  look: { color: string; dashed: boolean },
  points: { epoch: number; value: number | undefined }[],
): XyLine | null {
  const present = points.filter((point): point is { epoch: number; value: number } => point.value !== undefined)
  if (present.length === 0) return null
  return { name, ...look, x: present.map((point) => point.epoch), y: present.map((point) => point.value) }
}

function curves(epochs: readonly Epoch[], others: NonNullable<Props['others']>, colors: PlotColors) {
  const otherLines = (value: (epoch: Epoch) => number | undefined) =>
    others.map((other, place) => {
      const color = labelColor(colors, OWN_COLORS + place)
      const points = other.epochs.map((epoch) => ({ epoch: epoch.epoch, value: value(epoch) }))
      return line(other.name, { color, dashed: true }, points)
    })
  const of = (value: (epoch: Epoch) => number | undefined) =>
    epochs.map((epoch) => ({ epoch: epoch.epoch, value: value(epoch) }))
  const percent = (share: number | undefined): number | undefined => (share === undefined ? undefined : share * 100)
  const training = { color: colors.labels[0] ?? colors.text, dashed: false }
  const validation = { color: colors.labels[1] ?? colors.text, dashed: true }
  const present = (lines: (XyLine | null)[]): XyLine[] => lines.filter((one) => one !== null)
  return {
    loss: present([
      line(
        'training',
        training,
        of((epoch) => epoch.loss),
      ),
      line(
        'validation',
        validation,
        of((epoch) => epoch.validationLoss),
      ),
      ...otherLines((epoch) => epoch.validationLoss ?? epoch.loss),
    ]),
    accuracy: present([
      line(
        'training',
        training,
        of((epoch) => percent(epoch.accuracy)),
      ),
      line(
        'validation',
        validation,
        of((epoch) => percent(epoch.validationAccuracy)),
      ),
      ...otherLines((epoch) => percent(epoch.validationAccuracy ?? epoch.accuracy)),
    ]),
  }
}

const PERCENT_RANGE = [0, 104] as const

export function CurvePlot({ epochs, planned, others = NO_OTHERS, isOfValues = false }: Props) {
  const colors = usePlotColors()
  const { loss, accuracy } = useMemo(() => curves(epochs, others, colors), [epochs, others, colors])
  const longest = Math.max(2, planned, epochs.length, ...others.map((other) => other.epochs.length))
  const xRange = useMemo(() => [1, longest] as const, [longest])
  const last = epochs[epochs.length - 1]
  const after = last ? `After epoch ${last.epoch}` : 'No epochs yet'
  return (
    <>
      <XyPlot
        title="Loss"
        xTitle="Epoch"
        yTitle="Loss (no unit)"
        lines={loss}
        xRange={xRange}
        summary={last ? `${after}: training ${threeDigits(last.loss)}${tail(last.validationLoss, '')}` : after}
      />
      {!isOfValues && (
        <XyPlot
          title="Accuracy"
          xTitle="Epoch"
          yTitle="Accuracy (%)"
          lines={accuracy}
          xRange={xRange}
          yRange={PERCENT_RANGE}
          summary={
            last
              ? `${after}: training ${threeDigits(last.accuracy * 100)} %${tail(last.validationAccuracy && last.validationAccuracy * 100, ' %')}`
              : after
          }
        />
      )}
    </>
  )
}

function tail(value: number | undefined, unit: string): string {
  return value === undefined ? '' : `, validation ${threeDigits(value)}${unit}`
}
