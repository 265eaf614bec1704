/** The steps of the pipeline with their states. Pages without a place in the rail do not appear. */
import type { Step } from '../../shared/model/state.ts'
import { classNames } from '../components/class-names.ts'
import { Icon, type IconName } from '../components/icon.tsx'
import { stateMark, stateWord } from '../components/state-badge.tsx'
import { blockTitle } from './block-title.ts'
import { PAGES } from './pages.tsx'
import './rail.css'
import type { PageDefinition, RailGroup } from './registry.ts'
import { useAddress } from './route.ts'
import { useAppState } from './store.ts'
import { useQuery } from './use-query.ts'

const GROUPS: readonly RailGroup[] = ['HOME', 'DATA', 'MODEL', 'CHECK', 'SHIP']

export function Rail({ open }: { open: boolean }) {
  return (
    <nav className={classNames('app-rail', !open && 'app-rail--narrow')} aria-label="Pipeline" data-region="rail">
      {GROUPS.map((group) => (
        <Group key={group} group={group} />
      ))}
      <div className="app-rail__foot">
        <Group group="FOOT" />
      </div>
    </nav>
  )
}

function Group({ group }: { group: RailGroup }) {
  const pages = PAGES.filter((page) => page.group === group)
  if (pages.length === 0) return null
  const titled = group !== 'HOME' && group !== 'FOOT'
  return (
    <>
      {titled && (
        <div className="app-rail__group" aria-hidden="true">
          {group}
        </div>
      )}
      <ul className="app-rail__list" aria-label={titled ? group : undefined}>
        {pages.map((page) => (
          <PageItem key={page.address} page={page} />
        ))}
      </ul>
    </>
  )
}

function PageItem({ page }: { page: PageDefinition }) {
  const address = useAddress()
  const step = useAppState((state) => (page.step ? state.steps[page.step] : null))
  // The blocks of an impulse have items of their own; what lies deeper elsewhere is a part of its page.
  const deeper = page.address !== 'impulse' && address.startsWith(`${page.address}/`)
  const current = address === page.address || deeper
  return (
    <>
      <Item address={page.address} title={page.title} icon={page.icon} step={step} current={current} />
      {page.address === 'impulse' && <BlockItems address={address} />}
    </>
  )
}

function BlockItems({ address }: { address: string }) {
  const path = useAppState((state) => state.project?.path ?? null)
  const impulseStep = useAppState((state) => state.steps.impulse)
  const features = useAppState((state) => state.steps.features)
  const undo = useAppState((state) => state.project?.undo ?? '')
  const version = `${path} ${impulseStep.state} ${features.reason} ${undo}`
  const { data } = useQuery('impulse/get', {}, { enabled: path !== null, version, refreshOn: ['samples/changed'] })
  if (path === null) return null
  return data?.impulse?.dsp.map((block) => (
    <Item
      key={block.id}
      address={`impulse/${block.id}`}
      title={blockTitle(block.id)}
      icon="block"
      step={features}
      current={address === `impulse/${block.id}`}
      block
    />
  ))
}

interface ItemProps {
  address: string
  title: string
  icon: IconName
  step: Step | null
  current: boolean
  block?: boolean
}

function Item({ address, title, icon, step, current, block }: ItemProps) {
  const name = step ? `${title}, ${stateWord(step)}` : title
  return (
    <li>
      <a
        className={classNames('app-rail__item', block && 'app-rail__item--block')}
        href={`#/${address}`}
        aria-label={name}
        aria-current={current ? 'page' : undefined}
        title={step?.reason ? `${name}: ${step.reason}` : name}
      >
        <Icon name={icon} />
        <span className="app-rail__title">{title}</span>
        {step && (
          <span className={`app-rail__state app-rail__state--${step.state}`} aria-hidden="true">
            {step.state === 'running' && step.percent !== undefined
              ? `${Math.round(step.percent)} %`
              : stateMark(step.state)}
          </span>
        )}
      </a>
    </li>
  )
}
