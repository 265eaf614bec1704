/** The project's name in the header; a click turns it into a field. */
import { type KeyboardEvent, useCallback, useState } from 'react'
import { Button } from '../components/button.tsx'
import { message } from './messages.ts'
import { useAppState } from './store.ts'
import { useOperation } from './use-operation.ts'

export function ProjectName() {
  const project = useAppState((state) => state.project)
  const rename = useOperation('project/rename')
  const [draft, setDraft] = useState<string | null>(null)
  // Kept the same over all renders, so that focus is set once, when the field appears.
  const focusAll = useCallback((element: HTMLInputElement | null) => {
    element?.focus()
    element?.select()
  }, [])
  if (!project) return <span className="ui-muted">No project</span>

  async function finish(): Promise<void> {
    const name = draft?.trim() ?? ''
    setDraft(null)
    if (name === '' || name === project?.name) return
    const renamed = await rename.run({ name })
    message(renamed ? `Renamed to ${renamed.name}.` : 'The name was not changed.', { urgent: !renamed })
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Enter') void finish()
    else if (event.key === 'Escape') setDraft(null)
  }

  if (draft === null) {
    return (
      <Button
        kind="quiet"
        className="app-header__name"
        aria-label={`Project ${project.name}, rename`}
        title="Rename the project"
        onPress={() => setDraft(project.name)}
      >
        <span>{project.name}</span>
      </Button>
    )
  }
  return (
    <input
      className="ui-input app-header__rename"
      aria-label="Project name"
      ref={focusAll}
      maxLength={120}
      value={draft}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={() => void finish()}
      onKeyDown={onKeyDown}
    />
  )
}
