/** Changes act at once. One searchable list. */
import { type ReactNode, useState } from 'react'
import { settingsSchema } from '../../../shared/model/state.ts'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Select } from '../../components/select.tsx'
import { Toggle } from '../../components/toggle.tsx'
import { useClient } from '../../app/client.tsx'
import { message } from '../../app/messages.ts'
import { Page } from '../../app/page.tsx'
import { changeSettings, useSettings } from '../../app/store.ts'
import { toAppError } from '../../app/use-operation.ts'
import { useQuery } from '../../app/use-query.ts'
import { KeysTable } from '../../app/keys-table.tsx'
import './settings-page.css'

interface Setting {
  group: 'Look' | 'Keys'
  name: string
  control: ReactNode
}

const THEMES = [
  { value: 'system', label: 'Like the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const
const DENSITIES = [
  { value: 'comfortable', label: 'Comfortable' },
  { value: 'compact', label: 'Compact' },
] as const

function useSettingList(set: (changes: Parameters<typeof changeSettings>[1]) => void): Setting[] {
  const settings = useSettings((all) => all)
  return [
    {
      group: 'Look',
      name: 'Theme light dark',
      control: <Select label="Theme" value={settings.theme} options={THEMES} onChange={(theme) => set({ theme })} />,
    },
    {
      group: 'Look',
      name: 'Big text size',
      control: (
        <Toggle
          label="Big text"
          help="Everything at 125 %."
          checked={settings.bigText}
          onChange={(bigText) => set({ bigText })}
        />
      ),
    },
    {
      group: 'Look',
      name: 'Density compact comfortable',
      control: (
        <Select label="Density" value={settings.density} options={DENSITIES} onChange={(density) => set({ density })} />
      ),
    },
    {
      group: 'Keys',
      name: 'Single-key shortcuts',
      control: (
        <Toggle
          label="Single-key shortcuts"
          help="Keys without Ctrl act on a focused plot or list."
          checked={settings.singleKeys}
          onChange={(singleKeys) => set({ singleKeys })}
        />
      ),
    },
  ]
}

export function SettingsPage() {
  const client = useClient()
  const info = useQuery('app/info', {})
  const [search, setSearch] = useState('')
  const set = (changes: Parameters<typeof changeSettings>[1]): void => {
    changeSettings(client, changes).catch((error: unknown) => message(toAppError(error).message, { urgent: true }))
  }
  const all = useSettingList(set)
  const found = all.filter((setting) => setting.name.toLowerCase().includes(search.trim().toLowerCase()))
  const { theme, bigText, density, singleKeys } = settingsSchema.parse({})
  return (
    <Page
      title="Settings"
      purpose="Change how it looks and behaves. Changes act at once."
      actions={<Button onPress={() => set({ theme, bigText, density, singleKeys })}>Reset all</Button>}
    >
      <div className="settings">
        <input
          className="ui-input settings__search"
          type="search"
          aria-label="Search settings"
          placeholder="Search settings"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        {(['Look', 'Keys'] as const).map((group) => {
          const inGroup = found.filter((setting) => setting.group === group)
          if (inGroup.length === 0) return null
          return (
            <Card key={group} title={group}>
              {inGroup.map((setting) => (
                <div key={setting.name}>{setting.control}</div>
              ))}
              {group === 'Keys' && search === '' && <KeysTable />}
            </Card>
          )
        })}
        {found.length === 0 && <p className="ui-muted">No setting is called “{search}”.</p>}
        {search === '' && (
          <Card title="About">
            <p>TinyML Workbench {info.data?.version ?? ''}. This app sends nothing.</p>
            <p className="ui-muted">New projects go to {info.data?.projectsFolder ?? 'your projects folder'}.</p>
          </Card>
        )}
      </div>
    </Page>
  )
}
