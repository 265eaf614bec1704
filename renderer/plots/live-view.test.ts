import { describe, expect, it } from 'vitest'
import { heldViewAfter, zoomHeld } from './live-view.ts'

const bounds = { from: 100, to: 160 }
const view = { from: 155, to: 160, cursor: null }
const press = (key: string, from: Parameters<typeof heldViewAfter>[0] = view, shiftKey = false) =>
  heldViewAfter(from, bounds, { key, shiftKey })

describe('a stream that is held still', () => {
  it('zooms around the cursor and keeps it in place', () => {
    expect(press('+', { ...view, cursor: 156 })).toEqual({ from: 155.5, to: 158, cursor: 156 })
    expect(zoomHeld(view, bounds, { at: 160, factor: 2 })).toMatchObject({ from: 150, to: 160 })
  })
  it('shows the whole stream, and nothing beyond it', () => {
    expect(press('0')).toMatchObject({ from: 100, to: 160 })
    expect(zoomHeld(view, bounds, { at: 158, factor: 100 })).toMatchObject({ from: 100, to: 160 })
  })
  it('moves the cursor, and the view with it at the edge', () => {
    expect(press('ArrowRight', { ...view, cursor: 157 })).toEqual({ from: 155, to: 160, cursor: 157.05 })
    expect(press('ArrowLeft', { ...view, cursor: 155 }, true)).toEqual({ from: 154.5, to: 159.5, cursor: 154.5 })
    expect(press('Home')).toEqual({ from: 100, to: 105, cursor: 100 })
    expect(press('End', { from: 100, to: 105, cursor: 100 })).toEqual({ from: 155, to: 160, cursor: 160 })
    expect(press('ArrowRight', { ...view, cursor: 160 })?.cursor).toBe(160)
  })
  it('leaves other keys alone', () => expect(press('x')).toBeNull())
})
