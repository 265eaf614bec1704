import { Button } from '../components/button.tsx'
import { Tag } from '../components/state-badge.tsx'
import { boardText } from './board-text.ts'
import { useClient } from './client.tsx'
import type { Commands } from './commands.ts'
import './header.css'
import { doNextStep } from './next-step.ts'
import { ProjectName } from './project-name.tsx'
import { goTo } from './route.ts'
import { SearchBox } from './search-box.tsx'
import { useAppState } from './store.ts'

export function Header({ commands }: { commands: Commands }) {
  const client = useClient()
  const project = useAppState((state) => state.project)
  const nextStep = useAppState((state) => state.nextStep)
  const connection = useAppState((state) => state.connection)
  const board = boardText(connection)
  return (
    <header className="app-header" data-region="header">
      <Button kind="quiet" icon="start" aria-label="Projects" onPress={() => goTo('start')} />
      <div className="app-header__project">
        <ProjectName />
        {project?.simulated && <Tag kind="info">simulated</Tag>}
        {project && (
          <span className="ui-muted" title={project.path}>
            Saved
          </span>
        )}
      </div>
      <Button
        kind="quiet"
        icon="undo"
        aria-label="Undo"
        shortcut="Control+Z"
        title={project?.undo ? `Undo: ${project.undo}` : 'Undo'}
        disabled={!project?.undo}
        onPress={() => void commands.undo()}
      />
      <Button
        kind="quiet"
        icon="redo"
        aria-label="Redo"
        shortcut="Control+Shift+Z"
        title={project?.redo ? `Redo: ${project.redo}` : 'Redo'}
        disabled={!project?.redo}
        onPress={() => void commands.redo()}
      />
      <span className="app-header__space" />
      <SearchBox commands={commands} />
      <span className="app-header__space" />
      <Button
        className="app-header__next"
        aria-label={`Next step: ${nextStep.text}`}
        title={nextStep.text}
        onPress={() => doNextStep(client, nextStep)}
      >
        <span>{nextStep.text}</span>
      </Button>
      <Button className="app-header__board" icon="devices" title={board} onPress={() => goTo('devices')}>
        <span>{board}</span>
      </Button>
    </header>
  )
}
