/** Axes and rate of what a board sends: from its own description, else from the first readings. */
import { useState } from 'react'
import type { Connection } from '../../shared/model/board.ts'
import { useEvent } from '../app/use-event.ts'

export interface StreamShape {
  axes: readonly { name: string; unit: string }[]
  rateHz: number
}

export function useStreamShape(connection: Connection | null): StreamShape | null {
  const [seen, setSeen] = useState<StreamShape | null>(null)
  useEvent('devices/readings', ({ payload }) => {
    const axes = payload.axes.map((name, place) => ({ name, unit: payload.units[place] ?? '' }))
    const same =
      seen &&
      seen.rateHz === payload.rateHz &&
      seen.axes.length === axes.length &&
      seen.axes.every((axis, place) => axis.name === axes[place]?.name && axis.unit === axes[place]?.unit)
    if (!same) setSeen({ axes, rateHz: payload.rateHz })
  })
  if (!connection) return null
  return seen ?? connection.info
}
