/** Code to read: Monaco without its editing. Loaded only when shown; the page's keys keep working inside it. */
import { useEffect, useRef } from 'react'
import { useTheme } from '../app/theme.ts'
import './code-view.css'
import { languageOf, monaco } from './monaco.ts'

interface Props {
  /** Its ending chooses the language. */
  name: string
  text: string
}

export function CodeView({ name, text }: Props) {
  const host = useRef<HTMLDivElement>(null)
  const theme = useTheme()
  useEffect(() => {
    const element = host.current
    if (!element) return undefined
    const editor = monaco.editor.create(element, {
      value: text,
      language: languageOf(name),
      readOnly: true,
      automaticLayout: true,
      minimap: { enabled: false },
      scrollBeyondLastLine: false,
      ariaLabel: name,
      // Tab leaves the code, as it leaves every other part of a page.
      tabFocusMode: true,
      theme: theme === 'dark' ? 'vs-dark' : 'vs',
    })
    const model = editor.getModel()
    return () => {
      editor.dispose()
      model?.dispose()
    }
  }, [name, text, theme])
  return <div className="code-view" ref={host} />
}
