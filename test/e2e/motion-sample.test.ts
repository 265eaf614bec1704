/** The motion sample up to its impulse: overview, dataset, one recording, window and JSON. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { missing } from '../support/tools.ts'
import { type Hands, handsOn, until } from './hands.ts'
import { chromiumPath, openWorkbench, type Workbench } from './workbench.ts'

const absent = chromiumPath === undefined ? missing('chromium') : ''

describe.skipIf(absent !== '')(`motion sample${absent}`, () => {
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
  const field = (name: string) => hands.main().getByRole('spinbutton', { name, exact: true })
  const primary = () => hands.main().getByRole('button', { name: 'Save and compute', exact: true })

  it('says that it is simulated, and offers the same next step twice', async () => {
    await hands.banner().getByText('simulated', { exact: true }).waitFor()
    const inHeader = hands.banner().getByRole('button', { name: /^Next step: / })
    const name = (await inHeader.getAttribute('aria-label')) ?? ''
    expect(name).toBe('Next step: Train')
    expect(await hands.main().getByRole('button', { name, exact: true }).count()).toBe(1)
    await workbench.picture('motion-dashboard')
  })

  it('counts its samples in the grid, and fewer where a filter is typed', async () => {
    await hands.goTo('dataset', 'Dataset')
    const grid = hands.main().getByRole('grid', { name: 'Samples' })
    const rows = async (): Promise<number> => Number(await grid.getAttribute('aria-rowcount'))
    const all = await until(workbench.page, rows, (count) => count > 0)
    await hands
      .main()
      .getByRole('status')
      .filter({ hasText: `${all} samples` })
      .first()
      .waitFor()
    await hands.main().getByRole('searchbox', { name: 'Filter' }).fill('label:wave')
    const waves = await until(workbench.page, rows, (count) => count < all)
    await hands.main().getByText(`${waves} of ${all} samples`).waitFor()
    expect(waves).toBeGreaterThan(10)
    await workbench.picture('motion-dataset')
    await hands.main().getByRole('searchbox', { name: 'Filter' }).fill('label:nothing-like-it')
    await hands
      .main()
      .getByText(/No sample fits/)
      .waitFor()
    await hands.button('Clear filter').click()
    await until(workbench.page, rows, (count) => count === all)
  })

  it('labels three rows anew, and Ctrl+Z gives their labels back', async () => {
    const grid = hands.main().getByRole('grid', { name: 'Samples' })
    const labels = (): Promise<string[]> =>
      grid.getByRole('row').evaluateAll((rows) => rows.slice(1, 6).map((row) => row.children[2]?.textContent ?? ''))
    const before = await labels()
    await grid.getByRole('row').nth(1).click()
    await grid
      .getByRole('row')
      .nth(3)
      .click({ modifiers: ['Shift'] })
    await hands.main().getByText('3 samples chosen').waitFor()
    await hands.main().getByRole('combobox', { name: 'New label' }).fill('jump')
    await workbench.page.keyboard.press('Enter')
    const after = await until(workbench.page, labels, (now) => now.slice(0, 3).every((label) => label.includes('jump')))
    expect(after.slice(3)).toEqual(before.slice(3))
    await workbench.page.evaluate(() => document.querySelector<HTMLElement>('main')?.focus())
    await workbench.page.keyboard.press('Control+z')
    await until(workbench.page, labels, (now) => JSON.stringify(now) === JSON.stringify(before))
  })

  it('draws a recording and says in a sentence what is seen', async () => {
    const grid = hands.main().getByRole('grid', { name: 'Samples' })
    await grid.getByRole('row').nth(4).getByRole('link').click()
    const text = /3 axes, \d+\.\d+ s, [\d,]+ readings at 100 Hz, label \w+/
    await hands.main().getByText(text).first().waitFor()
    expect(await hands.main().locator('canvas').count()).toBeGreaterThan(0)
    const title = await hands.main().getByRole('heading', { level: 1 }).textContent()
    await hands.main().getByRole('application').first().focus()
    await workbench.page.keyboard.press('n')
    await until(
      workbench.page,
      () => hands.main().getByRole('heading', { level: 1 }).textContent(),
      (now) => now !== title,
    )
    expect(await workbench.page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('application')
    await workbench.picture('motion-sample')
  })

  it('has an impulse of input, Spectral Analysis and classifier', async () => {
    await hands.goTo('impulse', 'Impulse')
    for (const box of ['Input', 'Spectral Analysis', 'Classifier', 'Output']) {
      await hands.main().getByRole('heading', { name: box, exact: true }).waitFor()
    }
    expect(Number(await field('Window').inputValue())).toBeLessThanOrEqual(2000)
    await workbench.picture('motion-impulse')
  })

  it('refuses a window longer than every recording and mends it with one press', async () => {
    await field('Window').fill('6000')
    const alert = hands.main().getByRole('alert').filter({ hasText: '6,000 ms' }).first()
    await alert.waitFor()
    expect(await field('Window').getAttribute('aria-invalid')).toBe('true')
    expect(await primary().isDisabled()).toBe(true)
    await workbench.picture('motion-window-too-long')
    await alert.getByRole('button', { name: 'Use 4,000' }).click()
    await alert.waitFor({ state: 'detached' })
    expect(await field('Window').inputValue()).toBe('4000')
    expect(await primary().isDisabled()).toBe(false)
  })

  it('marks the line where JSON has the wrong type, and takes it where it is right', async () => {
    await hands.main().getByText('As JSON').click()
    const json = hands.main().getByRole('textbox', { name: 'Impulse as JSON' })
    const text = await json.inputValue()
    await json.fill(text.replace('"windowSizeMs": 4000', '"windowSizeMs": "long"'))
    await hands.button('Use this JSON').click()
    const line = text.split('\n').findIndex((one) => one.includes('windowSizeMs')) + 1
    await hands
      .main()
      .getByText(new RegExp(`^Line ${line}, input.windowSizeMs`))
      .waitFor()
    await json.fill(text.replace('"windowSizeMs": 4000', '"windowSizeMs": 1500'))
    await hands.button('Use this JSON').click()
    await until(
      workbench.page,
      () => field('Window').inputValue(),
      (value) => value === '1500',
    )
  })

  it('said nothing on the page’s console that it should not have', () => {
    expect(workbench.complaints).toEqual([])
  })
})
