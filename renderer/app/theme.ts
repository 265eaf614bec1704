/** Puts theme, text size and density on the document, and tells plots which colours hold now. */
import { useEffect, useSyncExternalStore } from 'react'
import { currentSettings, takeSettings, useSettings } from './store.ts'

const STORED = 'tinyml-theme'
const systemDark = matchMedia('(prefers-color-scheme: dark)')

function apply(theme: 'system' | 'light' | 'dark'): void {
  const dark = theme === 'dark' || (theme === 'system' && systemDark.matches)
  document.documentElement.dataset['theme'] = dark ? 'dark' : 'light'
}

/** Before the settings have come: the theme of last time, so that nothing flashes. */
export function applyStoredTheme(): void {
  const stored = localStorage.getItem(STORED)
  const theme = stored === 'light' || stored === 'dark' ? stored : 'system'
  apply(theme)
  // The frame applies what is in the store, so the store must not begin with another theme.
  takeSettings({ ...currentSettings(), theme })
}

/** Once, in the frame. */
export function useAppliedLook(): void {
  const theme = useSettings((settings) => settings.theme)
  const density = useSettings((settings) => settings.density)
  const bigText = useSettings((settings) => settings.bigText)
  useEffect(() => {
    const follow = (): void => apply(theme)
    follow()
    localStorage.setItem(STORED, theme)
    systemDark.addEventListener('change', follow)
    return () => systemDark.removeEventListener('change', follow)
  }, [theme])
  useEffect(() => {
    document.documentElement.dataset['density'] = density
    document.documentElement.dataset['bigText'] = String(bigText)
  }, [density, bigText])
}

function subscribe(listener: () => void): () => void {
  const observer = new MutationObserver(listener)
  observer.observe(document.documentElement, { attributes: true })
  return () => observer.disconnect()
}

/** `light` or `dark`, for what has themes of its own. */
export function useTheme(): 'light' | 'dark' {
  return useSyncExternalStore(subscribe, () =>
    document.documentElement.dataset['theme'] === 'dark' ? 'dark' : 'light',
  )
}
