import { describe, expect, it } from 'vitest'
import { commandOf, FRAME_KEYS, keyName, type KeyPress, PLACE_KEYS } from './keys.ts'

/** Keys that belong to the browser, the system, or a screen reader. */
const TAKEN: readonly RegExp[] = [
  /^Control\+[NTWQRLDHJPU]$/,
  /^Control\+Shift\+[NTWIJCMBAD]$/,
  /^Control\+(Shift\+)?Tab$/,
  /^Control\+Page(Up|Down)$/,
  /^(Control|Alt)\+[1-9]$/,
  /^Alt\+Arrow(Left|Right)$/,
  /^Alt\+[A-Za-z]$/,
  /^Control\+Alt\+/,
  /^(Insert|CapsLock)(\+|$)/,
  /^(Shift\+)?(F5|F7|F10|F11|F12)$/,
  /^Control\+[+\-0]$/,
  // Cmd on macOS is our Control.
  /^Control\+(M|Space|`)$/,
  /^Control\+Shift\+[3-5]$/,
  /[[\]{}\\|@~`]$/,
]

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
})

describe('the table of keys', () => {
  const all = [...FRAME_KEYS, ...PLACE_KEYS].flatMap((binding) =>
    binding.keys.map((key) => [key, binding.name] as const),
  )

  it('is read at all', () => expect(all.length).toBeGreaterThan(30))
  it.each(all)('%s is free to be taken (%s)', (key) => {
    expect(TAKEN.filter((taken) => taken.test(key))).toEqual([])
  })
  it('refuses what it should refuse', () => {
    const planted = ['Control+W', 'Control+Shift+I', 'Alt+3', 'F12', 'Control+Alt+K', '[', 'Control+0', 'Alt+ArrowLeft']
    expect(planted.filter((key) => !TAKEN.some((taken) => taken.test(key)))).toEqual([])
  })
  it('gives each key of the frame to one command', () => {
    const keys = FRAME_KEYS.flatMap((binding) => [...binding.keys])
    expect(new Set(keys).size).toBe(keys.length)
  })
  it('uses single characters only in lists and plots, but for ?', () => {
    const single = FRAME_KEYS.flatMap((binding) => [...binding.keys]).filter((key) => key.length === 1)
    expect(single).toEqual(['?'])
  })
})

describe('commandOf', () => {
  it('knows a key whatever the case of its letter', () => {
    expect(commandOf(press('k', { ctrlKey: true }), false)).toBe('search')
    expect(commandOf(press('Z', { ctrlKey: true, shiftKey: true }), false)).toBe('redo')
  })
  it('takes Command for Control on macOS, and not both', () => {
    expect(commandOf(press('k', { metaKey: true }), true)).toBe('search')
    expect(commandOf(press('k', { ctrlKey: true }), true)).toBeNull()
    expect(commandOf(press('k', { metaKey: true }), false)).toBeNull()
  })
  it('does not mind the Shift that a layout needs for ?', () => {
    expect(keyName(press('?', { shiftKey: true }), false)).toBe('?')
  })
  it('leaves AltGr alone', () => {
    expect(commandOf(press('k', { ctrlKey: true, altKey: true }), false)).toBeNull()
  })
})
