/** Every page the frame can show, in the order of the rail. A page that is not built yet is not in here: no dead ends. */
import { DashboardPage } from '../pages/dashboard/dashboard-page.tsx'
import { SettingsPage } from '../pages/settings/settings-page.tsx'
import { StartPage } from '../pages/start/start-page.tsx'
import type { PageDefinition } from './registry.ts'

export const PAGES: readonly PageDefinition[] = [
  { address: 'start', title: 'Start', icon: 'start', withoutProject: true, render: () => <StartPage /> },
  {
    address: 'dashboard',
    title: 'Dashboard',
    icon: 'dashboard',
    group: 'HOME',
    letter: 'd',
    render: () => <DashboardPage />,
  },
  {
    address: 'settings',
    title: 'Settings',
    icon: 'settings',
    group: 'FOOT',
    withoutProject: true,
    render: () => <SettingsPage />,
  },
]

export function findPage(address: string): PageDefinition | undefined {
  return PAGES.find((page) => page.address === address)
}
