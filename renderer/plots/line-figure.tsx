/** A figure as DSP blocks explain themselves. */
import type { Figure } from '../../shared/model/figure.ts'
import { axisColor, labelColor, usePlotColors } from './plot-colors.ts'
import { XyPlot } from './xy-plot.tsx'

export function LineFigure({ figure, heightPx }: { figure: Figure; heightPx?: number }) {
  const colors = usePlotColors()
  const lines = figure.series.map((series, index) => ({
    ...series,
    // Axes have their own colours; a frequency in Hz is none.
    color:
      /[xyz]$/i.test(series.name) && !series.name.endsWith(' Hz')
        ? axisColor(colors, series.name)
        : labelColor(colors, index),
  }))
  const shown = { title: figure.title, xTitle: figure.xTitle, yTitle: figure.yTitle, lines }
  return heightPx === undefined ? <XyPlot {...shown} /> : <XyPlot {...shown} heightPx={heightPx} />
}
