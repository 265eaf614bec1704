import { type KeyboardEvent, useEffect, useRef } from 'react'
import { Button } from '../components/button.tsx'
import { classNames } from '../components/class-names.ts'
import { HORIZONTAL, rovingIndex } from '../components/roving.ts'
import { closeTab, keepOnlyTab, openTab, useOpenTabs } from './open-tabs-store.ts'
import './open-tabs.css'
import { findPage } from './pages.tsx'
import { goTo, parseRoute, useAddress } from './route.ts'
import { useAppState } from './store.ts'

/** Opens a tab for every address gone to; another project starts with one tab. */
function useTabsFollow(address: string): void {
  const path = useAppState((state) => state.project?.path ?? null)
  const before = useRef(path)
  useEffect(() => {
    openTab(address)
  }, [address])
  useEffect(() => {
    if (before.current !== null && before.current !== path) keepOnlyTab(parseRoute(location.hash).address)
    before.current = path
  }, [path])
}

export function OpenTabs() {
  const address = useAddress()
  const tabs = useOpenTabs((state) => state.tabs)
  const list = useRef<HTMLDivElement>(null)
  useTabsFollow(address)

  function close(tab: string): void {
    const neighbour = closeTab(tab)
    if (tab === address) goTo(neighbour)
  }

  function onKeyDown(event: KeyboardEvent, tab: string): void {
    if (event.key === 'Delete') return close(tab)
    const next = rovingIndex(event.key, tabs.indexOf(tab), tabs.length, HORIZONTAL)
    const target = next === null ? undefined : tabs[next]
    if (next === null || target === undefined) return
    event.preventDefault()
    goTo(target)
    list.current?.querySelectorAll<HTMLElement>('[role="tab"]')[next]?.focus()
  }

  return (
    <div className="app-tabs" role="tablist" aria-label="Open pages" data-region="tabs" ref={list}>
      {tabs.map((tab) => {
        const route = parseRoute(tab)
        const page = findPage(route.page)
        if (!page) return null
        const title = page.tabTitle && route.parameters.length > 0 ? page.tabTitle(route.parameters) : page.title
        return (
          <div key={tab} className={classNames('app-tab', tab === address && 'app-tab--current')} role="presentation">
            <button
              type="button"
              role="tab"
              className="app-tab__button"
              aria-selected={tab === address}
              aria-controls="page"
              tabIndex={tab === address ? 0 : -1}
              title={title}
              onClick={() => goTo(tab)}
              onAuxClick={(event) => event.button === 1 && close(tab)}
              onKeyDown={(event) => onKeyDown(event, tab)}
            >
              <span>{title}</span>
            </button>
            <Button
              kind="quiet"
              size="small"
              icon="close"
              aria-label={`Close ${title}`}
              tabIndex={-1}
              onPress={() => close(tab)}
            />
          </div>
        )
      })}
    </div>
  )
}
