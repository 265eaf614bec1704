/** "Search or run a command": a combobox over everything the workbench can do or show. */
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import type { Commands } from './commands.ts'
import { useOverlay } from './overlay.ts'
import './search-box.css'
import { findEntries, type SearchEntry } from './search-entries.ts'
import { useSearchEntries } from './use-search-entries.ts'

const NAME = 'Search or run a command'

export function SearchBox({ commands }: { commands: Commands }) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const { overlay, show, close } = useOverlay()
  const open = overlay === 'search'
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState(0)
  const entries = useSearchEntries(commands, open)
  const found = open ? findEntries(entries, text) : []
  const active = Math.min(chosen, found.length - 1)

  useEffect(() => {
    if (open) input.current?.focus()
    else setText('')
  }, [open])
  useEffect(() => {
    document.getElementById(`${id}${active}`)?.scrollIntoView({ block: 'nearest' })
  }, [id, active])

  function run(entry: SearchEntry | undefined): void {
    if (!entry) return
    close(true)
    entry.run()
  }

  function onKeyDown(event: KeyboardEvent): void {
    const moves: Record<string, number> = { ArrowDown: active + 1, ArrowUp: active - 1 }
    const next = moves[event.key]
    if (next !== undefined && found.length > 0) setChosen((next + found.length) % found.length)
    else if (event.key === 'Enter' && !event.ctrlKey) run(found[active])
    else if (event.key === 'Escape') close(true)
    else return
    event.preventDefault()
  }

  /** Another popup that takes the place of this one takes focus too, and stays. */
  function leave(): void {
    if (useOverlay.getState().overlay === 'search') close(false)
  }

  return (
    <div className="app-search" role="search">
      <input
        ref={input}
        className="ui-input"
        type="text"
        role="combobox"
        aria-label={NAME}
        placeholder={`${NAME} (Ctrl+K)`}
        aria-keyshortcuts="Control+K F1"
        aria-expanded={open}
        aria-controls={`${id}list`}
        aria-autocomplete="list"
        aria-activedescendant={open && found.length > 0 ? `${id}${active}` : undefined}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onPointerDown={() => show('search')}
        onChange={(event) => {
          setText(event.target.value)
          setChosen(0)
          if (!open) show('search')
        }}
        onKeyDown={onKeyDown}
        onBlur={leave}
      />
      {open && (
        <div className="app-search__list" role="listbox" id={`${id}list`} aria-label="Found">
          {found.length === 0 && <div className="app-search__entry">Nothing is called “{text}”.</div>}
          {found.map((entry, index) => (
            <div
              key={entry.id}
              id={`${id}${index}`}
              className="app-search__entry"
              role="option"
              aria-selected={index === active}
              // The input keeps focus, so that leaving it closes the list.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => run(entry)}
            >
              <span className="app-search__kind">{entry.kind}</span>
              <span className="app-search__title">{entry.title}</span>
              <span className="ui-muted">{entry.note}</span>
            </div>
          ))}
        </div>
      )}
    </div>
  )
}
