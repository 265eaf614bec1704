/** What tests do to a page, by the names a person reads. */
import type { Locator, Page } from 'playwright-core'

export interface Hands {
  button: (name: string | RegExp) => Locator
  main: () => Locator
  banner: () => Locator
  status: () => Locator
  panel: () => Locator
  rail: () => Locator
  /** Goes to the page of this address, like a link, and waits for its title. */
  goTo: (address: string, title: string) => Promise<void>
  openMotionSample: () => Promise<void>
  /** Chooses a file of the home folder in the workbench's own dialog. */
  openFile: (name: string) => Promise<void>
}

export function handsOn(page: Page): Hands {
  const main = (): Locator => page.getByRole('main')
  const button = (name: string | RegExp): Locator =>
    page.getByRole('button', { name, exact: typeof name === 'string' }).first()
  return {
    button,
    main,
    banner: () => page.getByRole('banner'),
    status: () => page.getByRole('contentinfo'),
    panel: () => page.getByRole('region', { name: 'Panel', exact: true }),
    rail: () => page.getByRole('navigation', { name: 'Pipeline' }),
    async goTo(address, title) {
      await page.evaluate((hash) => void (location.hash = hash), `#/${address}`)
      await main().getByRole('heading', { name: title, level: 1, exact: true }).waitFor()
    },
    async openMotionSample() {
      await main().getByRole('button', { name: 'Motion', exact: true }).click()
      await main().getByRole('heading', { name: 'Dashboard', level: 1 }).waitFor({ timeout: 20_000 })
      await page.getByRole('banner').getByText('Motion sample', { exact: true }).waitFor()
    },
    async openFile(name) {
      await page.keyboard.press('Control+o')
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('button', { name: 'Home', exact: true }).click()
      await dialog
        .getByRole('list', { name: 'Files' })
        .getByRole('button', { name: new RegExp(`^${name}`) })
        .click()
      await dialog.getByRole('button', { name: 'Open', exact: true }).click()
      await dialog.waitFor({ state: 'detached' })
      await page.getByRole('banner').getByText('Saved', { exact: true }).waitFor()
    },
  }
}

/** Waits until `read` answers what `right` accepts; the page is asked again at each of its frames. */
export async function until<T>(page: Page, read: () => Promise<T>, right: (value: T) => boolean): Promise<T> {
  const giveUpAt = Date.now() + 10_000
  for (;;) {
    const value = await read()
    if (right(value)) return value
    if (Date.now() > giveUpAt) throw new Error(`still ${JSON.stringify(value)}`)
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)))
  }
}
