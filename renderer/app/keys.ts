/** Every key of the workbench, as data: the frame acts on it, "?" shows it, keys.test.ts holds it to the list of taken keys. */
export interface KeyBinding {
  command: string
  /** In the form of `aria-keyshortcuts`; Control means Command on macOS. */
  keys: readonly string[]
  name: string
  where: 'everywhere' | 'outside text fields' | 'lists' | 'Record' | 'signal plot'
}

export const FRAME_KEYS = [
  { command: 'search', keys: ['Control+K', 'F1'], name: 'Search or run a command', where: 'everywhere' },
  { command: 'primary', keys: ['Control+Enter'], name: "The page's main button", where: 'everywhere' },
  { command: 'go-to', keys: ['Control+G'], name: 'Go to a page, then its letter', where: 'everywhere' },
  { command: 'next-region', keys: ['F6'], name: 'Next region of the window', where: 'everywhere' },
  { command: 'previous-region', keys: ['Shift+F6'], name: 'Previous region of the window', where: 'everywhere' },
  { command: 'rail', keys: ['Control+B'], name: 'Fold or unfold the rail', where: 'everywhere' },
  { command: 'panel', keys: ['F9'], name: 'Open or close the bottom panel', where: 'everywhere' },
  { command: 'settings', keys: ['Control+,'], name: 'Settings', where: 'everywhere' },
  { command: 'undo', keys: ['Control+Z'], name: 'Undo', where: 'outside text fields' },
  { command: 'redo', keys: ['Control+Shift+Z', 'Control+Y'], name: 'Redo', where: 'outside text fields' },
  { command: 'open', keys: ['Control+O'], name: 'Open a project', where: 'everywhere' },
  { command: 'save', keys: ['Control+S'], name: 'Tell whether everything is saved', where: 'everywhere' },
  { command: 'find', keys: ['Control+F'], name: 'Find on this page', where: 'everywhere' },
  { command: 'find-project', keys: ['Control+Shift+F'], name: 'Search the project', where: 'everywhere' },
  { command: 'next-problem', keys: ['F8'], name: 'Next problem', where: 'everywhere' },
  { command: 'previous-problem', keys: ['Shift+F8'], name: 'Previous problem', where: 'everywhere' },
  { command: 'keys', keys: ['?'], name: 'The keys that work here', where: 'outside text fields' },
] as const satisfies readonly KeyBinding[]

export type CommandId = (typeof FRAME_KEYS)[number]['command']

/** Keys that lists and plots handle themselves while they have focus. */
export const PLACE_KEYS: readonly KeyBinding[] = [
  { command: 'rename', keys: ['F2'], name: 'Rename or label', where: 'lists' },
  { command: 'delete', keys: ['Delete'], name: 'Delete, undoable; closes a tab', where: 'lists' },
  { command: 'select-all', keys: ['Control+A'], name: 'Select all', where: 'lists' },
  { command: 'select', keys: ['Space'], name: 'Select the row', where: 'lists' },
  { command: 'open-row', keys: ['Enter'], name: 'Open the row', where: 'lists' },
  { command: 'label', keys: ['1', '9'], name: 'Choose the label with this digit', where: 'Record' },
  { command: 'cursor', keys: ['ArrowLeft', 'ArrowRight'], name: 'Move the cursor by 1 %', where: 'signal plot' },
  {
    command: 'cursor-far',
    keys: ['Shift+ArrowLeft', 'Shift+ArrowRight'],
    name: 'Move the cursor by 10 %',
    where: 'signal plot',
  },
  { command: 'zoom', keys: ['+', '-', '0'], name: 'Zoom in, out, whole', where: 'signal plot' },
  { command: 'zoom-selection', keys: ['z'], name: 'Zoom to the selection', where: 'signal plot' },
  { command: 'selection', keys: ['i', 'o'], name: 'Selection starts, ends at the cursor', where: 'signal plot' },
  { command: 'samples', keys: ['n', 'p'], name: 'Next, previous sample', where: 'signal plot' },
]

export interface KeyPress {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  shiftKey: boolean
  altKey: boolean
}

/** The key press in the form of the table: "Control+Shift+Z". */
export function keyName(press: KeyPress, mac: boolean): string {
  const key = press.key.length === 1 ? press.key.toUpperCase() : press.key
  const control = mac ? press.metaKey : press.ctrlKey
  const shift = press.shiftKey && key !== '?'
  const other = mac ? press.ctrlKey : press.metaKey
  return [other && 'Other', control && 'Control', press.altKey && 'Alt', shift && 'Shift', key]
    .filter(Boolean)
    .join('+')
}

const commandOfKey = new Map<string, CommandId>(
  FRAME_KEYS.flatMap(({ command, keys }) => keys.map((key) => [key, command] as const)),
)

export function commandOf(press: KeyPress, mac: boolean): CommandId | null {
  return commandOfKey.get(keyName(press, mac)) ?? null
}

/** "Ctrl+Shift+Z", or "Cmd+Shift+Z" on macOS. */
export function keyText(key: string, mac: boolean): string {
  return key
    .replace('Control', mac ? 'Cmd' : 'Ctrl')
    .replace('ArrowLeft', '←')
    .replace('ArrowRight', '→')
}

export const isMac = typeof navigator !== 'undefined' && /Mac/.test(navigator.userAgent)
