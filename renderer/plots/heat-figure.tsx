/** A field of colours with its axes and its scale, drawn on one canvas so that it can be saved as it is seen. */
import { useEffect, useRef } from 'react'
import type { Figure } from '../../shared/model/figure.ts'
import { heatColor } from '../components/heat-scale.ts'
import { FigureFrame } from './figure-frame.tsx'
import { type Heat, heatPixels, type HeatRange, heatRange, heatSummary, heatTicks } from './heat-drawing.ts'
import { type PlotColors, usePlotColors } from './plot-colors.ts'
import type { PlotTable } from './save-file.ts'

const HEIGHT_PX = 220
const MARGIN = { left: 64, right: 78, top: 8, bottom: 40 }
const SCALE_PX = 12

interface Area {
  left: number
  top: number
  width: number
  height: number
}

function drawField(pen: CanvasRenderingContext2D, heat: Heat, range: HeatRange, area: Area): void {
  const picture = document.createElement('canvas')
  picture.width = heat.x.length
  picture.height = heat.y.length
  const brush = picture.getContext('2d')
  if (!brush || picture.width === 0 || picture.height === 0) return
  brush.putImageData(new ImageData(heatPixels(heat, range), picture.width, picture.height), 0, 0)
  pen.imageSmoothingEnabled = false
  pen.drawImage(picture, area.left, area.top, area.width, area.height)
}

function drawAxes(pen: CanvasRenderingContext2D, figure: Figure, heat: Heat, area: Area): void {
  pen.textAlign = 'center'
  pen.textBaseline = 'top'
  for (const { share, text } of heatTicks(heat.x))
    pen.fillText(text, area.left + share * area.width, area.top + area.height + 4)
  pen.fillText(figure.xTitle, area.left + area.width / 2, area.top + area.height + 20)
  pen.textAlign = 'right'
  pen.textBaseline = 'middle'
  for (const { share, text } of heatTicks(heat.y))
    pen.fillText(text, area.left - 6, area.top + (1 - share) * area.height)
  pen.save()
  pen.translate(10, area.top + area.height / 2)
  pen.rotate(-Math.PI / 2)
  pen.textAlign = 'center'
  pen.fillText(figure.yTitle, 0, 0)
  pen.restore()
}

function drawScale(pen: CanvasRenderingContext2D, { zTitle }: Heat, { low, high }: HeatRange, area: Area): void {
  const left = area.left + area.width + 12
  const ink = pen.fillStyle
  for (let row = 0; row < area.height; row += 1) {
    pen.fillStyle = heatColor(1 - row / area.height).background
    pen.fillRect(left, area.top + row, SCALE_PX, 1)
  }
  pen.fillStyle = ink
  pen.textAlign = 'left'
  pen.textBaseline = 'top'
  pen.fillText(String(Number(high.toPrecision(3))), left + SCALE_PX + 4, area.top)
  pen.textBaseline = 'bottom'
  pen.fillText(String(Number(low.toPrecision(3))), left + SCALE_PX + 4, area.top + area.height)
  pen.textBaseline = 'middle'
  pen.fillText(zTitle, left + SCALE_PX + 4, area.top + area.height / 2)
}

function draw(canvas: HTMLCanvasElement, figure: Figure, heat: Heat, colors: PlotColors): void {
  const pen = canvas.getContext('2d')
  const widthPx = canvas.clientWidth
  if (!pen || widthPx === 0) return
  const ratio = window.devicePixelRatio
  canvas.width = Math.round(widthPx * ratio)
  canvas.height = Math.round(HEIGHT_PX * ratio)
  pen.scale(ratio, ratio)
  pen.font = `${colors.fontSizePx}px ${colors.font}`
  pen.fillStyle = colors.muted
  const area: Area = {
    left: MARGIN.left,
    top: MARGIN.top,
    width: Math.max(1, widthPx - MARGIN.left - MARGIN.right),
    height: HEIGHT_PX - MARGIN.top - MARGIN.bottom,
  }
  const range = heatRange(heat)
  drawField(pen, heat, range, area)
  drawAxes(pen, figure, heat, area)
  drawScale(pen, heat, range, area)
}

function heatTable({ xTitle, yTitle }: Figure, { zTitle, x, y, values }: Heat): PlotTable {
  return {
    columns: [xTitle, yTitle, zTitle],
    rows: Array.from(values, (value, at) => [x[Math.floor(at / y.length)] ?? 0, y[at % y.length] ?? 0, value]),
  }
}

export function HeatFigure({ figure, heat }: { figure: Figure; heat: Heat }) {
  const place = useRef<HTMLCanvasElement>(null)
  const colors = usePlotColors()
  useEffect(() => {
    const canvas = place.current
    if (!canvas) return undefined
    const show = (): void => draw(canvas, figure, heat, colors)
    const observer = new ResizeObserver(show)
    observer.observe(canvas)
    show()
    return () => observer.disconnect()
  }, [figure, heat, colors])
  const summary = heatSummary(figure, heat)
  return (
    <FigureFrame title={figure.title} summary={summary} table={() => heatTable(figure, heat)}>
      <canvas
        ref={place}
        role="img"
        aria-label={summary}
        style={{ width: '100%', height: HEIGHT_PX, display: 'block' }}
      />
    </FigureFrame>
  )
}
