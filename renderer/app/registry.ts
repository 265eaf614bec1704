/** What a page tells the frame about itself. The list of pages is in pages.tsx. */
import type { ReactNode } from 'react'
import type { StepId } from '../../shared/model/state.ts'
import type { IconName } from '../components/icon.tsx'

export type RailGroup = 'HOME' | 'DATA' | 'MODEL' | 'CHECK' | 'SHIP' | 'FOOT'

export interface PageDefinition {
  /** First part of the address and folder under renderer/pages. */
  address: string
  title: string
  icon: IconName
  /** Where it stands in the rail; pages without a place are reached from others (Start, Sample). */
  group?: RailGroup
  /** Whose state stands beside it in the rail. */
  step?: StepId
  /** Letter in the "Go to" menu. */
  letter?: string
  /** Works without an open project; others show the way to Start. */
  withoutProject?: boolean
  /** Cannot be shown without what follows in the address, like a sample's number. */
  needsParameter?: boolean
  /** What follows in the address only chooses what the page shows; the page stays the same one. */
  parametersChooseView?: boolean
  /** Title of a tab for a deeper address, for example the sample's number. */
  tabTitle?: (parameters: readonly string[]) => string
  render: (parameters: readonly string[]) => ReactNode
}
