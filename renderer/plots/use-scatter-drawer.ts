/** Keeps the canvas of a map drawn: once a change, not once a frame. */
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react'
import { createPace } from './draw-pace.ts'
import type { PlotColors } from './plot-colors.ts'
import { createCanvasDrawer, HIDDEN_MARKER, type ScatterDrawer } from './scatter-drawer.ts'
import { createGlDrawer } from './scatter-gl.ts'
import type { ScatterGroup } from './scatter-plot.tsx'
import { matrixOf, type ScatterView, type Size } from './scatter-view.ts'

interface Scene {
  cloud: Float32Array
  group: Int32Array
  groups: readonly ScatterGroup[]
  chosen: ReadonlySet<number>
  focused: number | null
  view: ScatterView
  colors: PlotColors
}

const POINT_PX = 8
/** Many points are drawn smaller, so that they do not become one blot. */
const SMALL_POINT_PX = 5
const MANY_POINTS = 5000

export function useScatterDrawer(host: RefObject<HTMLDivElement | null>, scene: Scene) {
  const { cloud, group, groups, chosen, focused, view, colors } = scene
  const canvas = useRef<HTMLCanvasElement>(null)
  const drawer = useRef<ScatterDrawer | null>(null)
  const [pace] = useState(createPace)
  const [limit, setLimit] = useState(Number.POSITIVE_INFINITY)
  const size = useSize(host)
  const shades = useMemo(() => shadesOf(group, groups, colors), [group, groups, colors])
  const looks = useMemo(() => looksOf(group, groups, { chosen, focused }), [group, groups, chosen, focused])

  useEffect(() => {
    const element = canvas.current
    if (!element) return undefined
    const made = createGlDrawer(element) ?? createCanvasDrawer(element)
    drawer.current = made
    if (made) setLimit(made.limit)
    return () => {
      drawer.current = null
      made?.dispose()
    }
  }, [])
  useEffect(() => {
    drawer.current?.setPoints({ cloud, colors: shades, looks })
  }, [cloud, shades, looks])
  useEffect(() => {
    const element = canvas.current
    if (!element) return undefined
    const scale = window.devicePixelRatio || 1
    const [width, height] = [Math.round(size.width * scale), Math.round(size.height * scale)]
    if (element.width !== width) element.width = width
    if (element.height !== height) element.height = height
    const pointSize = (group.length > MANY_POINTS ? SMALL_POINT_PX : POINT_PX) * scale
    const ring = Float32Array.from(partsOf(colors.text))
    const matrix = matrixOf(view, size.width / size.height)
    return pace.draw((share) => drawer.current?.draw({ matrix, pointSize, ring, share }), group.length)
  }, [cloud, shades, looks, view, size, colors, group.length, pace])
  return { canvas, size, drawn: Math.min(limit, group.length) }
}

function useSize(host: RefObject<HTMLDivElement | null>): Size {
  const [size, setSize] = useState({ width: 600, height: 400 })
  useEffect(() => {
    const element = host.current
    if (!element) return undefined
    const observer = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = element
      if (width > 0 && height > 0)
        setSize((before) => (before.width === width && before.height === height ? before : { width, height }))
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [host])
  return size
}

/** `#rrggbb` to red, green, blue 0…1. */
function partsOf(color: string): [number, number, number] {
  const value = Number.parseInt(color.slice(1, 7), 16)
  return [(value >> 16) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255]
}

function shadesOf(group: Int32Array, groups: readonly ScatterGroup[], colors: PlotColors): Float32Array {
  const parts = groups.map(({ color }) => partsOf(color))
  const grey = partsOf(colors.muted)
  const result = new Float32Array(group.length * 3)
  group.forEach((place, point) => result.set(parts[place] ?? grey, point * 3))
  return result
}

function looksOf(
  group: Int32Array,
  groups: readonly ScatterGroup[],
  { chosen, focused }: { chosen: ReadonlySet<number>; focused: number | null },
): Float32Array {
  const result = new Float32Array(group.length * 2)
  group.forEach((place, point) => {
    const one = groups[place]
    result[point * 2] = one?.hidden ? HIDDEN_MARKER : (one?.marker ?? 0) % 12
  })
  for (const point of chosen) result[point * 2 + 1] = 1
  if (focused !== null && focused < group.length) result[focused * 2 + 1] = 2
  return result
}
