/** Every page the frame can show, in the order of the rail. A page that is not built yet is not in here: no dead ends. */
import { ConversionPage } from '../pages/conversion/conversion-page.tsx'
import { DashboardPage } from '../pages/dashboard/dashboard-page.tsx'
import { DeployPage } from '../pages/deploy/deploy-page.tsx'
import { ExplorerPage } from '../pages/explorer/explorer-page.tsx'
import { BlockPage } from '../pages/impulse/block-page.tsx'
import { DatasetPage } from '../pages/dataset/dataset-page.tsx'
import { DevicesPage } from '../pages/devices/devices-page.tsx'
import { ImpulsePage } from '../pages/impulse/impulse-page.tsx'
import { LivePage } from '../pages/live/live-page.tsx'
import { ParityPage } from '../pages/parity/parity-page.tsx'
import { RecordPage } from '../pages/record/record-page.tsx'
import { SamplePage } from '../pages/sample/sample-page.tsx'
import { SettingsPage } from '../pages/settings/settings-page.tsx'
import { StartPage } from '../pages/start/start-page.tsx'
import { TestingPage } from '../pages/testing/testing-page.tsx'
import { TrainingPage } from '../pages/training/training-page.tsx'
import { blockTitle } from './block-title.ts'
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
    address: 'devices',
    title: 'Devices',
    icon: 'devices',
    group: 'DATA',
    step: 'devices',
    letter: 'v',
    withoutProject: true,
    render: () => <DevicesPage />,
  },
  {
    address: 'record',
    title: 'Record',
    icon: 'record',
    group: 'DATA',
    step: 'record',
    letter: 'r',
    render: () => <RecordPage />,
  },
  {
    address: 'dataset',
    title: 'Dataset',
    icon: 'dataset',
    group: 'DATA',
    step: 'dataset',
    letter: 't',
    render: () => <DatasetPage />,
  },
  {
    address: 'explorer',
    title: 'Explorer',
    icon: 'explorer',
    group: 'DATA',
    letter: 'e',
    render: () => <ExplorerPage />,
  },
  {
    address: 'sample',
    title: 'Sample',
    icon: 'file',
    parametersChooseView: true,
    tabTitle: ([id = '']) => `Sample ${id}`,
    render: ([id]) => <SamplePage id={Number(id)} />,
  },
  {
    address: 'impulse',
    title: 'Impulse',
    icon: 'impulse',
    group: 'MODEL',
    step: 'impulse',
    letter: 'i',
    tabTitle: ([block = '']) => blockTitle(block),
    render: ([block]) => (block === undefined ? <ImpulsePage /> : <BlockPage id={block} />),
  },
  {
    address: 'training',
    title: 'Training',
    icon: 'training',
    group: 'MODEL',
    step: 'training',
    letter: 'n',
    parametersChooseView: true,
    render: ([view]) => <TrainingPage view={view} />,
  },
  {
    address: 'testing',
    title: 'Testing',
    icon: 'testing',
    group: 'CHECK',
    step: 'testing',
    letter: 'm',
    render: (parameters) => <TestingPage parameters={parameters} />,
  },
  {
    address: 'live',
    title: 'Live',
    icon: 'live',
    group: 'CHECK',
    step: 'live',
    letter: 'l',
    render: () => <LivePage />,
  },
  {
    address: 'conversion',
    title: 'Conversion',
    icon: 'conversion',
    group: 'SHIP',
    letter: 'c',
    render: () => <ConversionPage />,
  },
  {
    address: 'deploy',
    title: 'Deploy',
    icon: 'deploy',
    group: 'SHIP',
    step: 'deploy',
    letter: 'f',
    render: () => <DeployPage />,
  },
  {
    address: 'parity',
    title: 'Parity',
    icon: 'parity',
    group: 'SHIP',
    letter: 'p',
    render: () => <ParityPage />,
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
