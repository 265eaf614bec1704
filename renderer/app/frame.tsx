/** The window: header, rail, tabs, page, panel, status bar. */
import { useEffect, useRef } from 'react'
import { Bars } from './bars.tsx'
import { useCommands } from './commands.ts'
import { FileChooser } from './file-chooser.tsx'
import './frame.css'
import { GoToMenu } from './go-to-menu.tsx'
import { Header } from './header.tsx'
import { KeysHelp } from './keys-help.tsx'
import { useLayout } from './layout.ts'
import { NoProject } from './no-project.tsx'
import { OpenTabs } from './open-tabs.tsx'
import { PageBoundary } from './page-boundary.tsx'
import { findPage, PAGES } from './pages.tsx'
import { BottomPanel } from './panels/bottom-panel.tsx'
import { Rail } from './rail.tsx'
import { parseRoute, useAddress } from './route.ts'
import { StatusBar } from './status-bar.tsx'
import { useAppState, useLoaded } from './store.ts'
import { useAppliedLook } from './theme.ts'
import { useCamera } from './use-camera.ts'
import { useFileDrop } from './use-file-drop.ts'
import { useMicrophone } from './use-microphone.ts'
import { useMirroring, useOpenedFiles } from './use-mirror.ts'
import { useShortcuts } from './use-shortcuts.ts'

export function Frame() {
  useAppliedLook()
  useMirroring()
  useOpenedFiles()
  useFileDrop()
  useMicrophone()
  useCamera()
  const commands = useCommands()
  useShortcuts(commands)
  const [railOpen] = useLayout('rail/open', true)
  const loaded = useLoaded()
  return (
    <div className="app-frame">
      <Header commands={commands} />
      <Bars />
      <div className="app-body">
        <Rail open={railOpen} />
        <div className="app-center">
          <OpenTabs />
          <div className="app-workspace">{loaded && <CurrentPage />}</div>
          <BottomPanel />
        </div>
      </div>
      <StatusBar />
      <GoToMenu />
      <KeysHelp />
      <FileChooser />
    </div>
  )
}

function CurrentPage() {
  const address = useAddress()
  const { page, parameters } = parseRoute(`#/${address}`)
  const path = useAppState((state) => state.project?.path ?? null)
  const definition = findPage(page) ?? PAGES[0]
  useFirstPage(path)
  if (!definition) return null
  if (path === null && !definition.withoutProject) return <NoProject title={definition.title} />
  // Another project or another sample is another page: nothing of the old one may stay.
  const same = definition.parametersChooseView ? page : address
  return <PageBoundary key={`${path} ${same}`}>{definition.render(parameters)}</PageBoundary>
}

/** Without an address: the dashboard of the open project, else Start. */
function useFirstPage(path: string | null): void {
  const done = useRef(false)
  useEffect(() => {
    if (!done.current && location.hash === '') location.replace(path === null ? '#/start' : '#/dashboard')
    done.current = true
  }, [path])
}
