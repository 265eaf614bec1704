/** The editor for the code of a network. Loaded only when shown, with the types it knows. */
import { CodeEditor, type CodeMark } from './code-editor.tsx'
import { MODEL_API } from './model-api.ts'

interface Props {
  text: string
  marks: readonly CodeMark[]
  onChange: (text: string) => void
}

export function ModelEditor(props: Props) {
  return <CodeEditor name="model.ts" declarations={MODEL_API} {...props} />
}
