/** Code to write: types, completion and live errors. Loaded only when shown; the page's keys keep working inside it. */
import { useEffect, useRef } from 'react'
import 'monaco-editor/languages/definitions/typescript/register.js'
import { typescriptDefaults } from 'monaco-editor/languages/features/typescript/register.js'
import { useTheme } from '../app/theme.ts'
import './code-editor.css'
import { languageOf, monaco } from './monaco.ts'

export interface CodeMark {
  line: number
  message: string
}

interface Props {
  /** Its ending chooses the language. */
  name: string
  text: string
  /** What TypeScript knows of the world the code runs in. */
  declarations: string
  /** Lines that went wrong when the code ran. */
  marks: readonly CodeMark[]
  onChange: (text: string) => void
}

const MARK_OWNER = 'run'

typescriptDefaults.setEagerModelSync(true)
typescriptDefaults.setCompilerOptions({
  target: 7,
  lib: ['es2020'],
  strict: true,
  noEmit: true,
  noImplicitAny: true,
  allowNonTsExtensions: true,
  types: [],
})

export function CodeEditor({ name, text, declarations, marks, onChange }: Props) {
  const host = useRef<HTMLDivElement>(null)
  const editor = useRef<monaco.editor.IStandaloneCodeEditor | null>(null)
  const latest = useRef({ text, onChange })
  latest.current = { text, onChange }
  const theme = useTheme()

  useEffect(() => {
    const element = host.current
    if (!element) return undefined
    const model = monaco.editor.createModel(latest.current.text, languageOf(name))
    const created = monaco.editor.create(element, {
      model,
      automaticLayout: true,
      minimap: { enabled: false },
      scrollBeyondLastLine: false,
      ariaLabel: `Code ${name}`,
      tabSize: 2,
      fixedOverflowWidgets: true,
    })
    editor.current = created
    const listening = model.onDidChangeContent(() => {
      const value = model.getValue()
      if (value !== latest.current.text) latest.current.onChange(value)
    })
    return () => {
      listening.dispose()
      created.dispose()
      model.dispose()
      editor.current = null
    }
  }, [name])

  useEffect(() => {
    const model = editor.current?.getModel()
    if (model && model.getValue() !== text) model.setValue(text)
  }, [text, name])

  useEffect(() => {
    typescriptDefaults.setExtraLibs([{ content: declarations, filePath: 'file:///workbench.d.ts' }])
    return () => typescriptDefaults.setExtraLibs([])
  }, [declarations])

  useEffect(() => monaco.editor.setTheme(theme === 'dark' ? 'vs-dark' : 'vs'), [theme])

  useEffect(() => {
    const model = editor.current?.getModel()
    if (!model) return
    const found = marks.map(({ line, message }) => {
      const row = Math.min(Math.max(1, line), model.getLineCount())
      return {
        severity: monaco.MarkerSeverity.Error,
        message,
        startLineNumber: row,
        endLineNumber: row,
        startColumn: model.getLineFirstNonWhitespaceColumn(row) || 1,
        endColumn: model.getLineMaxColumn(row),
      }
    })
    monaco.editor.setModelMarkers(model, MARK_OWNER, found)
    if (found[0]) editor.current?.revealLineInCenterIfOutsideViewport(found[0].startLineNumber)
  }, [marks, name])

  return <div className="code-editor" ref={host} />
}
