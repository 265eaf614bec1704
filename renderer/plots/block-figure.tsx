/** A figure as a DSP block explains itself: lines or a heat map. */
import type { Figure } from '../../shared/model/figure.ts'
import { HeatFigure } from './heat-figure.tsx'
import { LineFigure } from './line-figure.tsx'

export function BlockFigure({ figure }: { figure: Figure }) {
  return figure.heat ? <HeatFigure figure={figure} heat={figure.heat} /> : <LineFigure figure={figure} />
}
