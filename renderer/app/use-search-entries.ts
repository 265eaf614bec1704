import { useMemo } from 'react'
import type { BridgeClient } from '../ipc/bridge.ts'
import { useClient } from './client.tsx'
import type { Commands } from './commands.ts'
import { FRAME_KEYS, isMac, keyText } from './keys.ts'
import { usePagePrimary } from './page-primary.ts'
import { PAGES } from './pages.tsx'
import { type ProjectActions, useProjectActions } from './project-actions.ts'
import { goTo } from './route.ts'
import type { SearchEntry } from './search-entries.ts'
import { changeSettings, useAppState } from './store.ts'
import { useQuery } from './use-query.ts'

function commandEntries(commands: Commands): SearchEntry[] {
  return FRAME_KEYS.filter(({ command }) => command !== 'search' && command !== 'primary').map((binding) => ({
    id: `command/${binding.command}`,
    kind: 'Command',
    title: binding.name,
    note: binding.keys.map((key) => keyText(key, isMac)).join(', '),
    run: () => void commands[binding.command](),
  }))
}

function projectEntries(projects: ProjectActions): SearchEntry[] {
  const entry = (title: string, run: () => void): SearchEntry => ({
    id: `project/${title}`,
    kind: 'Command',
    title,
    note: '',
    run,
  })
  return [
    entry('New project', () => void projects.create('empty', 'My project', 'dashboard')),
    entry('Open the motion sample', () => void projects.openSample('motion')),
  ]
}

function settingEntries(client: BridgeClient): SearchEntry[] {
  const themes = ['light', 'dark', 'system'] as const
  const set = (title: string, changes: Parameters<typeof changeSettings>[1]): SearchEntry => ({
    id: `setting/${title}`,
    kind: 'Setting',
    title,
    note: '',
    run: () => void changeSettings(client, changes),
  })
  return [
    ...themes.map((theme) => set(`Theme: ${theme}`, { theme })),
    set('Big text: on', { bigText: true }),
    set('Big text: off', { bigText: false }),
    set('Density: compact', { density: 'compact' }),
    set('Density: comfortable', { density: 'comfortable' }),
  ]
}

const pageEntries: SearchEntry[] = PAGES.filter((page) => !page.needsParameter).map((page) => ({
  id: `page/${page.address}`,
  kind: 'Page',
  title: page.title,
  note: page.letter ? `${keyText('Control+G', isMac)} ${page.letter}` : '',
  run: () => goTo(page.address),
}))

/** Everything that can be found now. Samples are read when the box opens. */
export function useSearchEntries(commands: Commands, open: boolean): SearchEntry[] {
  const client = useClient()
  const projects = useProjectActions()
  const hasProject = useAppState((state) => state.project !== null)
  const primary = usePagePrimary((state) => state.primary)
  const samples = useQuery('samples/list', {}, { enabled: open && hasProject, refreshOn: ['samples/changed'] })
  return useMemo(() => {
    const primaryEntry: SearchEntry[] =
      primary && !primary.disabled
        ? [{ id: 'primary', kind: 'Command', title: primary.label, note: 'Ctrl+Enter', run: primary.onPress }]
        : []
    const sampleEntries = (hasProject ? (samples.data ?? []) : []).map((sample): SearchEntry => ({
      id: `sample/${sample.id}`,
      kind: 'Sample',
      title: sample.name,
      note: sample.label ?? 'unlabelled',
      run: () => goTo(`sample/${sample.id}`),
    }))
    return [
      ...primaryEntry,
      ...pageEntries,
      ...commandEntries(commands),
      ...projectEntries(projects),
      ...settingEntries(client),
      ...sampleEntries,
    ]
  }, [commands, client, projects, primary, samples.data, hasProject])
}
