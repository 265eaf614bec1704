/** Keys in the running page: the main button, undo and redo by name, and the keys that must stay the browser's. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { missing } from '../support/tools.ts'
import { type Hands, handsOn, until } from './hands.ts'
import { chromiumPath, openWorkbench, type Workbench } from './workbench.ts'

const absent = chromiumPath === undefined ? missing('chromium') : ''

interface Press {
  key: string
  ctrlKey?: boolean
  shiftKey?: boolean
  altKey?: boolean
  metaKey?: boolean
}
const each = (keys: string, rest: Omit<Press, 'key'>): Press[] => keys.split(' ').map((key) => ({ key, ...rest }))
/** What browsers, desktops and screen readers use themselves: section 1.2 of the page specification. */
const TAKEN: Press[] = [
  ...each('n t w q r l d h j p u Tab PageUp PageDown 1 2 3 4 5 6 7 8 9 + - 0', { ctrlKey: true }),
  ...each('N T W I J C M B A D', { ctrlKey: true, shiftKey: true }),
  ...each('1 5 9 ArrowLeft ArrowRight a b f k z', { altKey: true }),
  ...each('k g b z Enter ArrowLeft', { ctrlKey: true, altKey: true }),
  ...each('Insert CapsLock F5 F7 F10 F11 F12 [ ] { } \\ | @ ~ `', {}),
  ...each('k g b o s z', { metaKey: true }),
]

describe.skipIf(absent !== '')(`keys in the page${absent}`, () => {
  let workbench: Workbench
  let hands: Hands
  beforeAll(async () => {
    workbench = await openWorkbench()
    hands = handsOn(workbench.page)
    await hands.openMotionSample()
  })
  afterAll(async () => {
    await workbench?.close()
  })

  it('leaves the keys of browsers and screen readers alone, on every page', async () => {
    const pages: [string, string][] = [
      ['dashboard', 'Dashboard'],
      ['dataset', 'Dataset'],
      ['impulse', 'Impulse'],
      ['training', 'Training'],
    ]
    for (const [address, title] of pages) {
      await hands.goTo(address, title)
      const stopped = await workbench.page.evaluate((presses) => {
        const target = document.querySelector('main') ?? document.body
        return presses
          .filter(
            (one) => !target.dispatchEvent(new KeyboardEvent('keydown', { ...one, bubbles: true, cancelable: true })),
          )
          .map((one) => JSON.stringify(one))
      }, TAKEN)
      expect(stopped, title).toEqual([])
      expect(await workbench.page.evaluate(() => location.hash)).toBe(`#/${address}`)
      expect(await workbench.page.getByRole('listbox', { name: 'Found' }).count()).toBe(0)
      expect(await workbench.page.getByRole('menu').count()).toBe(0)
    }
  })

  it('takes its own keys from the browser', async () => {
    const own: Press[] = [...each('k g b o s y f', { ctrlKey: true }), ...each('F1 F9', {})]
    await hands.goTo('dataset', 'Dataset')
    for (const press of own) {
      const stopped = await workbench.page.evaluate(
        (one) =>
          !document.body.dispatchEvent(new KeyboardEvent('keydown', { ...one, bubbles: true, cancelable: true })),
        press,
      )
      expect(stopped, JSON.stringify(press)).toBe(true)
      await workbench.page.keyboard.press('Escape')
    }
    await hands.rail().getByRole('link').first().waitFor()
  })

  it('presses the page’s main button with Ctrl+Enter', async () => {
    await hands.goTo('training', 'Training')
    await workbench.page.keyboard.press('Control+Enter')
    await hands
      .main()
      .getByText(/Right on \d+ of \d+/)
      .first()
      .waitFor({ timeout: 20_000 })
  })

  it('names in the message line what it undid and did again', async () => {
    await hands.goTo('dataset', 'Dataset')
    const grid = hands.main().getByRole('grid', { name: 'Samples' })
    const count = async (): Promise<string | null> => grid.getAttribute('aria-rowcount')
    const before = await count()
    await grid.getByRole('row').nth(1).click()
    await hands.button('Delete').click()
    await hands
      .status()
      .getByText(/Deleted/)
      .waitFor()
    const fewer = await until(workbench.page, count, (value) => value !== before)
    await workbench.page.keyboard.press('Control+z')
    await hands
      .status()
      .getByText(/^Undid: .*delet/i)
      .waitFor()
    await until(workbench.page, count, (value) => value === before)
    await workbench.page.keyboard.press('Control+Shift+z')
    await hands
      .status()
      .getByText(/^Did again: .*delet/i)
      .waitFor()
    await until(workbench.page, count, (value) => value === fewer)
    await workbench.page.keyboard.press('Control+z')
    await until(workbench.page, count, (value) => value === before)
  })

  it('lists the keys that work here with ?', async () => {
    await workbench.page.evaluate(() => document.querySelector<HTMLElement>('main')?.focus())
    await workbench.page.keyboard.press('?')
    const help = workbench.page.getByRole('dialog')
    await help.getByText('Ctrl+Enter').waitFor()
    await workbench.page.keyboard.press('Escape')
    await help.waitFor({ state: 'detached' })
  })

  it('said nothing on the page’s console that it should not have', () => {
    expect(workbench.complaints).toEqual([])
  })
})
