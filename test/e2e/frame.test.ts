/** The frame around every page: regions, keys, looks, sizes and addresses, with the keyboard as the only tool. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { missing } from '../support/tools.ts'
import { type Hands, handsOn, until } from './hands.ts'
import { chromiumPath, openWorkbench, type Workbench } from './workbench.ts'

const absent = chromiumPath === undefined ? missing('chromium') : ''

describe.skipIf(absent !== '')(`frame${absent}`, () => {
  let workbench: Workbench
  let hands: Hands
  const press = (keys: string): Promise<void> => workbench.page.keyboard.press(keys)
  const focusedRegion = (): Promise<string | null> =>
    workbench.page.evaluate(() => document.activeElement?.closest('[data-region]')?.getAttribute('data-region') ?? null)
  const theme = (): Promise<string | undefined> =>
    workbench.page.evaluate(() => document.documentElement.dataset['theme'])
  const address = (): Promise<string> => workbench.page.evaluate(() => location.hash)
  beforeAll(async () => {
    workbench = await openWorkbench()
    hands = handsOn(workbench.page)
  })
  afterAll(async () => {
    await workbench?.close()
  })

  it('shows three cards in their order, each a button', async () => {
    const names = ['Try without a board', 'I have a board', 'I have data']
    await hands.button(/^Try without a board/).waitFor()
    const shown = await hands.main().getByRole('button').allTextContents()
    const places = names.map((name) => shown.findIndex((text) => text.startsWith(name)))
    expect(places.every((place) => place >= 0)).toBe(true)
    expect(places).toEqual([...places].sort((a, b) => a - b))
  })

  it('gets from Start to a project by Tab and Enter alone', async () => {
    const seen: string[] = []
    const focusedName = (): Promise<string> =>
      workbench.page.evaluate(() => document.activeElement?.textContent?.trim() ?? '')
    while (seen.length < 60 && !seen.at(-1)?.startsWith('Motion')) {
      await press('Tab')
      seen.push(await focusedName())
    }
    expect(seen).toContain('New project')
    expect(seen.at(-1)).toBe('Motion')
    await press('Enter')
    await hands.main().getByRole('heading', { name: 'Dashboard', level: 1 }).waitFor()
    await hands.banner().getByText('simulated', { exact: true }).waitFor()
  })

  it('names its regions, and each step of the rail with its state', async () => {
    for (const role of ['banner', 'navigation', 'main', 'contentinfo'] as const) {
      expect(await workbench.page.getByRole(role).count(), role).toBe(1)
    }
    for (const name of ['Devices', 'Record', 'Dataset', 'Impulse', 'Training', 'Testing', 'Live', 'Deploy']) {
      const link = hands
        .rail()
        .getByRole('link', { name: new RegExp(`^${name}, (empty|ready|out of date|running|problem)`) })
      expect(await link.count(), name).toBe(1)
    }
    for (const name of ['Dashboard', 'Settings']) await hands.rail().getByRole('link', { name, exact: true }).waitFor()
  })

  it('runs a command found with Ctrl+K', async () => {
    await press('Control+k')
    await workbench.page.keyboard.type('theme dark')
    await workbench.page.getByRole('option', { name: 'Theme: dark' }).waitFor()
    await press('Enter')
    await until(workbench.page, theme, (value) => value === 'dark')
    await workbench.picture('frame-dark')
  })

  it('goes to a page with Ctrl+G and its letter', async () => {
    await press('Control+g')
    await workbench.page.getByRole('menu', { name: 'Go to' }).waitFor()
    await press('i')
    await hands.main().getByRole('heading', { name: 'Impulse', level: 1 }).waitFor()
    expect(await workbench.page.getByRole('tab', { name: 'Impulse', selected: true }).count()).toBe(1)
  })

  it('goes from the search box to the menu of pages with Ctrl+G', async () => {
    await press('Control+k')
    await press('Control+g')
    await workbench.page.getByRole('menu', { name: 'Go to' }).waitFor({ timeout: 5000 })
    await press('Escape')
  })

  it('walks through all regions with F6, and back', async () => {
    const order = ['header', 'rail', 'tabs', 'main', 'panel', 'status']
    await workbench.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
    for (const region of order) {
      await press('F6')
      expect(await focusedRegion()).toBe(region)
    }
    for (const region of order.toReversed().slice(1)) {
      await press('Shift+F6')
      expect(await focusedRegion()).toBe(region)
    }
  })

  it('folds the rail with Ctrl+B and opens the panel with F9', async () => {
    const width = async (): Promise<number> => (await hands.rail().boundingBox())?.width ?? 0
    const wide = await width()
    await press('Control+b')
    await until(workbench.page, width, (value) => value < wide / 2)
    expect(
      await hands
        .rail()
        .getByRole('link', { name: /^Training, / })
        .count(),
    ).toBe(1)
    await press('Control+b')
    await until(workbench.page, width, (value) => value === wide)
    await press('F9')
    await hands.panel().getByRole('tabpanel').waitFor()
  })

  it('comes back to page, look and sizes after a reload', async () => {
    const splitter = workbench.page.getByRole('separator', { name: 'Height of the panel' })
    const before = Number(await splitter.getAttribute('aria-valuenow'))
    await splitter.press('ArrowUp')
    await splitter.press('ArrowUp')
    const height = async (): Promise<number> => Number(await splitter.getAttribute('aria-valuenow'))
    const taller = await until(workbench.page, height, (value) => value === before + 32)
    await workbench.page.reload()
    await hands.main().getByRole('heading', { name: 'Impulse', level: 1 }).waitFor()
    expect(await address()).toBe('#/impulse')
    expect(await theme()).toBe('dark')
    expect(await until(workbench.page, height, (value) => value === taller)).toBe(taller)
    await press('F9')
    await hands.panel().getByRole('tabpanel').waitFor({ state: 'detached' })
  })

  it('said nothing on the page’s console that it should not have', () => {
    expect(workbench.complaints).toEqual([])
  })
})
