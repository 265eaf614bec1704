import { useLayout } from '../layout.ts'

export type PanelTab = 'serial' | 'jobs' | 'problems' | 'output'

interface PanelState {
  open: boolean
  tab: PanelTab
  /** Opens the panel at this tab. */
  show: (tab: PanelTab) => void
  setOpen: (open: boolean) => void
}

function tabOf(name: string): PanelTab {
  return name === 'jobs' || name === 'problems' || name === 'output' ? name : 'serial'
}

export function usePanel(): PanelState {
  const [open, setOpen] = useLayout('panel/open', false)
  const [tab, setTab] = useLayout('panel/tab', 'serial')
  return {
    open,
    tab: tabOf(tab),
    setOpen,
    show(wanted) {
      setTab(wanted)
      setOpen(true)
    },
  }
}
