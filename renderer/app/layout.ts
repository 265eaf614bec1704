/** Sizes and open panes, remembered by name in the settings; kept per project where one is open. */
import { useCallback } from 'react'
import { useClient } from './client.tsx'
import { changeSettings, useAppState, useSettings } from './store.ts'

type LayoutValue = number | boolean | string
type Widened<T extends LayoutValue> = T extends boolean ? boolean : T extends number ? number : string

/** The same shape as useState: `const [open, setOpen] = useLayout('training/details', false)`. */
export function useLayout<T extends LayoutValue>(
  name: string,
  initial: T,
): [T | Widened<T>, (value: Widened<T>) => void] {
  const client = useClient()
  const path = useAppState((state) => state.project?.path ?? '')
  const key = `${path}|${name}`
  const stored = useSettings((settings) => settings.layout[key])
  const set = useCallback(
    (value: Widened<T>) => {
      // A size that cannot be kept is no reason to interrupt anybody; it is shown all the same.
      changeSettings(client, { layout: { [key]: value } }).catch(() => undefined)
    },
    [client, key],
  )
  return [isLike(stored, initial) ? stored : initial, set]
}

function isLike<T extends LayoutValue>(value: LayoutValue | undefined, example: T): value is Widened<T> {
  return typeof value === typeof example
}
