/** The open menu: arrows move, a letter jumps to its item and runs it, Escape closes. */
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { classNames } from './class-names.ts'
import './menu.css'
import { VERTICAL, rovingIndex } from './roving.ts'

export interface MenuItem {
  label: string
  onPress: () => void
  disabled?: boolean
  /** A single letter that runs this item while the menu is open; it is shown. */
  letter?: string
}

interface Props {
  label: string
  items: readonly MenuItem[]
  alignRight?: boolean
  /** `chosen` is false when the menu was left without choosing. */
  onClose: (chosen: boolean) => void
}

export function MenuList({ label, items, alignRight, onClose }: Props) {
  const list = useRef<HTMLDivElement>(null)
  const buttons = (): HTMLButtonElement[] => [
    ...(list.current?.querySelectorAll<HTMLButtonElement>('button:not(:disabled)') ?? []),
  ]
  useEffect(() => {
    list.current?.querySelector<HTMLButtonElement>('button:not(:disabled)')?.focus()
  }, [])

  function choose(item: MenuItem): void {
    onClose(true)
    item.onPress()
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape' || event.key === 'Tab') {
      if (event.key === 'Escape') event.preventDefault()
      event.stopPropagation()
      return onClose(false)
    }
    const plain = !event.ctrlKey && !event.altKey && !event.metaKey
    const lettered = plain && items.find((item) => item.letter === event.key.toLowerCase() && !item.disabled)
    const all = buttons()
    const index = all.findIndex((button) => button === document.activeElement)
    const next = rovingIndex(event.key, index, all.length, VERTICAL)
    if (!lettered && next === null) return
    event.preventDefault()
    event.stopPropagation()
    if (lettered) choose(lettered)
    else if (next !== null) all[next]?.focus()
  }

  return (
    <div
      className={classNames('ui-menu__list', alignRight && 'ui-menu__list--right')}
      role="menu"
      aria-label={label}
      ref={list}
      onKeyDown={onKeyDown}
      onBlur={(event) => {
        const next = event.relatedTarget
        if (!(next instanceof Node && event.currentTarget.contains(next))) onClose(false)
      }}
    >
      {items.map((item) => (
        <button
          key={item.label}
          type="button"
          role="menuitem"
          className="ui-menu__item"
          tabIndex={-1}
          disabled={item.disabled}
          aria-keyshortcuts={item.letter}
          onClick={() => choose(item)}
        >
          {item.label}
          {item.letter && <kbd aria-hidden="true">{item.letter}</kbd>}
        </button>
      ))}
    </div>
  )
}
