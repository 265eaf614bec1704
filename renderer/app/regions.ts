/** F6 walks through the window's regions; after the last one the key is left to the browser. */
const ORDER = ['header', 'rail', 'tabs', 'main', 'inspector', 'panel', 'status'] as const

const FOCUSABLE =
  'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), summary, [tabindex="0"]'

function visibleRegions(): HTMLElement[] {
  return ORDER.flatMap((name) => {
    const region = document.querySelector<HTMLElement>(`[data-region="${name}"]`)
    return region ? [region] : []
  })
}

function enter(region: HTMLElement): void {
  const chosen = region.querySelector<HTMLElement>('[aria-current="page"], [aria-selected="true"]')
  const target = region.dataset['region'] === 'main' ? region : (chosen ?? region.querySelector<HTMLElement>(FOCUSABLE))
  ;(target ?? region).focus()
}

/** True where focus moved. */
export function cycleRegion(step: 1 | -1): boolean {
  const regions = visibleRegions()
  const current = regions.findIndex((region) => region.contains(document.activeElement))
  const next = current < 0 ? (step === 1 ? 0 : regions.length - 1) : current + step
  const region = regions[next]
  if (!region) return false
  enter(region)
  return true
}
