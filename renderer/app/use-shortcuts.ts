import { useEffect } from 'react'
import type { Commands } from './commands.ts'
import { type CommandId, commandOf, FRAME_KEYS, isMac } from './keys.ts'

const TEXT_INPUTS = ['text', 'search', 'number', 'password', 'email', 'url', 'tel']

function isTextField(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return TEXT_INPUTS.includes(target.type)
  return target instanceof HTMLTextAreaElement || (target instanceof HTMLElement && target.isContentEditable)
}

/** Inside the code editor these keys are the editor's own. */
const EDITOR_KEYS: readonly CommandId[] = ['go-to', 'find', 'undo', 'redo', 'keys']

function isLeftAlone(command: CommandId, target: EventTarget | null): boolean {
  const inEditor = target instanceof Element && target.closest('.monaco-editor') !== null
  if (inEditor) return EDITOR_KEYS.includes(command)
  const binding = FRAME_KEYS.find((one) => one.command === command)
  return binding?.where === 'outside text fields' && isTextField(target)
}

/** Before the page and the code editor see the key, so that it does the same everywhere. */
export function useShortcuts(commands: Commands): void {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      if (event.isComposing || document.querySelector('dialog[open]')) return
      const command = commandOf(event, isMac)
      if (!command || isLeftAlone(command, event.target)) return
      if (commands[command]() === false) return
      event.preventDefault()
      event.stopPropagation()
    }
    addEventListener('keydown', onKeyDown, { capture: true })
    return () => removeEventListener('keydown', onKeyDown, { capture: true })
  }, [commands])
}
