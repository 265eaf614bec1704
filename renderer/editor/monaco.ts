/** Monaco with the parts that are used, and its workers bundled: nothing comes from elsewhere. */
import * as monaco from 'monaco-editor/editor/editor.api.js'
import EditorWorker from 'monaco-editor/editor/editor.worker.js?worker'
import TypeScriptWorker from 'monaco-editor/languages/features/typescript/ts.worker.js?worker'
import 'monaco-editor/features/find/register.js'
import 'monaco-editor/languages/definitions/cpp/register.js'

self.MonacoEnvironment = {
  getWorker: (_id, label) => (label === 'typescript' ? new TypeScriptWorker() : new EditorWorker()),
}

/** The ending of a name chooses the language. */
export function languageOf(name: string): string {
  if (/\.(c|h)$/.test(name)) return 'c'
  return name.endsWith('.ts') ? 'typescript' : 'plaintext'
}

export { monaco }
