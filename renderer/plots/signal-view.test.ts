import { describe, expect, it } from 'vitest'
import { applyCommand, commandOfKey, type SignalView, type ViewCommand, wholeView, zoomAround } from './signal-view.ts'

const key = (name: string, held: Partial<Record<'shiftKey' | 'ctrlKey' | 'altKey', boolean>> = {}) => ({
  key: name,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...held,
})
const after = (view: SignalView, seconds: number, commands: ViewCommand[]) =>
  commands.reduce((now, command) => applyCommand(now, seconds, command), view)

describe('commandOfKey', () => {
  it('leaves the browser and the frame their keys', () => {
    expect(commandOfKey(key('ArrowLeft', { altKey: true }))).toBeNull()
    expect(commandOfKey(key('z', { ctrlKey: true }))).toBeNull()
    expect(commandOfKey(key('Tab'))).toBeNull()
  })

  it('knows the keys of the table, and no letters where single keys are off', () => {
    expect(commandOfKey(key('ArrowRight', { shiftKey: true }))).toBe('far right')
    expect(commandOfKey(key('i'))).toBe('selection start')
    expect(commandOfKey(key('i'), false)).toBeNull()
    expect(commandOfKey(key('Home'), false)).toBe('start')
  })
})

describe('applyCommand', () => {
  it('moves the cursor by a hundredth and a tenth of the view, and never out of the signal', () => {
    const view = after(wholeView(10), 10, ['right', 'far right'])
    expect(view.cursor).toBeCloseTo(6.1)
    expect(after(view, 10, Array<ViewCommand>(9).fill('far right')).cursor).toBe(10)
  })

  it('selects from i to o and zooms to it', () => {
    const view = after(wholeView(10), 10, ['start', 'far right', 'selection start', 'far right', 'selection end'])
    expect(view.selection).toEqual({ from: 1, to: 2 })
    expect(applyCommand(view, 10, 'zoom to selection')).toMatchObject({ from: 1, to: 2 })
  })

  it('scrolls to keep the cursor in view', () => {
    const near = after(wholeView(10), 10, ['start', 'zoom in', 'zoom in'])
    expect(near).toMatchObject({ from: 0, to: 2.5 })
    expect(applyCommand(near, 10, 'end')).toMatchObject({ from: 7.5, to: 10, cursor: 10 })
  })

  it('stays inside the signal when zooming out', () => {
    expect(zoomAround({ ...wholeView(4), from: 3, to: 4 }, 4, { at: 3.9, factor: 9 })).toMatchObject({ from: 0, to: 4 })
  })
})
