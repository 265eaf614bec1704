/** Playwright asks pages for something that Chromium 83 does not have; this gives it to Playwright's own world. */
import { selectors } from 'playwright-core'

function addCheckVisibility(): { query: () => null; queryAll: () => [] } {
  if (!('checkVisibility' in Element.prototype)) {
    Object.defineProperty(Element.prototype, 'checkVisibility', {
      value(this: Element) {
        const hidden = (element: Element): boolean => getComputedStyle(element).display === 'none'
        const above = (element: Element): Element[] =>
          element.parentElement ? [element, ...above(element.parentElement)] : [element]
        return this.isConnected && !above(this).some(hidden)
      },
    })
  }
  return { query: () => null, queryAll: () => [] }
}

let prepared: Promise<void> | null = null

export function prepareOldBrowser(): Promise<void> {
  prepared ??= selectors.register('oldbrowser', addCheckVisibility, { contentScript: true })
  return prepared
}
