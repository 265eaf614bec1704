/** Monaco with its workers bundled: nothing comes from elsewhere. */
import * as monaco from 'monaco-editor/editor/editor.api.js'
import EditorWorker from 'monaco-editor/editor/editor.worker.js?worker'
import TypeScriptWorker from 'monaco-editor/languages/features/typescript/ts.worker.js?worker'
// All at once, before the first editor: what comes later finds its services missing.
import 'monaco-editor/features/register.all.js'
import 'monaco-editor/editor/contrib/suggest/browser/suggestController.js'
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
