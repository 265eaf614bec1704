/** The tokens as plots need them: canvas cannot read CSS variables by itself. */
import { useSyncExternalStore } from 'react'

const LABEL_COLORS = 12
const PLAIN_AXES = ['x', 'y', 'z'] as const

export interface PlotColors {
  surface: string
  text: string
  muted: string
  divider: string
  edge: string
  accent: string
  problem: string
  axes: readonly string[]
  labels: readonly string[]
  font: string
  fontSizePx: number
}

function readColors(): PlotColors {
  const style = getComputedStyle(document.documentElement)
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim()
  return {
    surface: token('color-surface'),
    text: token('color-text'),
    muted: token('color-muted'),
    divider: token('color-divider'),
    edge: token('color-edge'),
    accent: token('color-accent'),
    problem: token('color-problem'),
    axes: PLAIN_AXES.map((axis) => token(`color-axis-${axis}`)),
    labels: Array.from({ length: LABEL_COLORS }, (_, index) => token(`color-label-${index + 1}`)),
    font: token('font-ui'),
    fontSizePx: Number.parseFloat(style.fontSize) * 0.75,
  }
}

let colors: PlotColors | null = null
const listeners = new Set<() => void>()
let observer: MutationObserver | null = null

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  observer ??= new MutationObserver(() => {
    colors = null
    for (const one of listeners) one()
  })
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'data-big-text'] })
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) observer?.disconnect()
  }
}

function current(): PlotColors {
  colors ??= readColors()
  return colors
}

/** Colours of the theme of now; a change of theme draws again. */
export function usePlotColors(): PlotColors {
  return useSyncExternalStore(subscribe, current)
}

/** Colour of a signal's axis: by the letter it ends with, else the text's. */
export function axisColor(colors: PlotColors, name: string): string {
  const letter = PLAIN_AXES.findIndex((axis) => name.toLowerCase().endsWith(axis))
  return colors.axes[letter] ?? colors.text
}

export function labelColor(colors: PlotColors, place: number): string {
  return colors.labels[place % LABEL_COLORS] ?? colors.text
}
