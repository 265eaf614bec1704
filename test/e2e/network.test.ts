/** Building a network, judging it before and after training, and looking into it, in the motion sample. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { missing } from '../support/tools.ts'
import { type Hands, handsOn, until } from './hands.ts'
import { chromiumPath, openWorkbench, type Workbench } from './workbench.ts'

const absent = chromiumPath === undefined ? missing('chromium') : ''

describe.skipIf(absent !== '')(`network of the motion sample${absent}`, () => {
  let workbench: Workbench
  let hands: Hands
  beforeAll(async () => {
    workbench = await openWorkbench()
    hands = handsOn(workbench.page)
    await hands.openMotionSample()
    await hands.goTo('training/model', 'Training')
    await size().waitFor()
  })
  afterAll(async () => {
    await workbench?.close()
  })
  const tab = (name: string) => hands.main().getByRole('tab', { name, exact: true })
  const size = () => hands.main().getByRole('status', { name: 'Size of the network' })
  const parameters = async (): Promise<number> =>
    Number(/([\d,]+) parameters/.exec((await size().textContent()) ?? '')?.[1]?.replace(',', ''))
  const layers = () => hands.main().getByRole('list', { name: 'Layers' })
  const heads = (): Promise<string[]> => layers().locator('[data-layer]').allTextContents()
  const train = () => hands.main().getByRole('button', { name: 'Train', exact: true })
  const trained = () => hands.rail().getByRole('link', { name: 'Training, ready' }).waitFor({ timeout: 20_000 })

  it('counts what a layer brings and takes at once, and gives it back', async () => {
    const before = await parameters()
    // Dense layers of 20 and 10 neurons on 39 features, for 4 labels.
    expect(before).toBe(39 * 20 + 20 + 20 * 10 + 10 + 10 * 4 + 4)
    await hands.button('Remove layer 2').click()
    await until(workbench.page, parameters, (now) => now === 39 * 20 + 20 + 20 * 4 + 4)
    await hands.button('Undo layers').click()
    await until(workbench.page, parameters, (now) => now === before)
    await layers().locator('[data-layer]').nth(1).click()
    await workbench.page.getByRole('spinbutton', { name: 'Layer 1: neurons' }).fill('40')
    await until(workbench.page, parameters, (now) => now === 39 * 40 + 40 + 40 * 10 + 10 + 10 * 4 + 4)
    await hands.main().getByRole('meter', { name: 'RAM' }).waitFor()
  })

  it('is walked and put in another order by the keyboard alone', async () => {
    await layers().locator('[data-layer]').first().focus()
    await workbench.page.keyboard.press('End')
    const last = await workbench.page.evaluate(() => document.activeElement?.textContent)
    expect(last).toContain('Answer')
    const before = await heads()
    await hands.button('Move layer 1 down').focus()
    await workbench.page.keyboard.press('Enter')
    await until(workbench.page, heads, (now) => now[1]?.startsWith('1. Dense 10') === true)
    await hands.button('Undo layers').click()
    await until(workbench.page, heads, (now) => now.join() === before.join())
  })

  it('is put in another order by dragging a layer', async () => {
    const rows = layers().locator('.layers__row')
    await rows.nth(0).locator('.layers__handle').dragTo(rows.nth(1))
    await until(workbench.page, heads, (now) => now[1]?.startsWith('1. Dense 10') === true)
    await hands.button('Undo layers').click()
    await until(workbench.page, heads, (now) => now[1]?.startsWith('1. Dense 40') === true)
  })

  it('says at the layer what does not fit, and cannot be trained until it does', async () => {
    await hands.button('Add a layer').click()
    await workbench.page.getByRole('menuitem', { name: /^Reshape/ }).click()
    const alert = layers().getByRole('alert')
    await alert.first().waitFor()
    expect(await alert.first().textContent()).toMatch(/Layer \d \(reshape\)/)
    expect(await train().isDisabled()).toBe(true)
    await workbench.picture('network-misfit')
    await hands.button('Undo layers').click()
    await alert.first().waitFor({ state: 'detached' })
    expect(await train().isDisabled()).toBe(false)
  })

  it('trains what was built, draws an earlier run beside it, and shows each step inside', async () => {
    await train().click()
    await trained()
    await workbench.page.getByRole('spinbutton', { name: 'Training cycles' }).fill('12')
    await train().click()
    const earlier = hands.main().getByRole('checkbox', { name: /^Draw the curve of run/ })
    await earlier.first().waitFor({ timeout: 20_000 })
    const name = (await earlier.first().getAttribute('aria-label')) ?? ''
    await earlier.first().check()
    const figure = hands.main().getByRole('figure', { name: 'Loss' })
    await figure.getByText(name.replace('Draw the curve of ', ''), { exact: true }).waitFor()
    await workbench.picture('network-result')
    await tab('Inside the model').click()
    const steps = hands.main().getByRole('table', { name: /^Steps: / })
    await steps.waitFor({ timeout: 20_000 })
    await hands
      .main()
      .getByRole('figure', { name: /^Weights of 1 dense/ })
      .waitFor()
    const cells = await steps.locator('tbody tr td:nth-child(3)').allTextContents()
    const all = cells.reduce((sum, cell) => sum + Number(cell.replace(',', '')), 0)
    await workbench.picture('network-inside')
    await tab('Network').click()
    expect(all).toBe(await until(workbench.page, parameters, (now) => now > 0))
  })

  it('shows copies of a sample before training, and none where all is off', async () => {
    await tab('Augmentation').click()
    const looks = hands.main().getByRole('group', { name: 'Original and copies' })
    await looks.getByText('Nothing is switched on').waitFor()
    await hands.button('Use a little of all').click()
    await looks.getByRole('figure', { name: 'Copy 4', exact: true }).waitFor()
    await workbench.picture('network-augmentation')
    await hands.button('Switch off').click()
    await looks.getByText('Nothing is switched on').waitFor()
  })

  it('tells how the score spreads over people', async () => {
    await tab('Cross-validation').click()
    await hands.main().getByRole('button', { name: 'Cross-validate', exact: true }).click()
    const parts = hands.main().getByRole('table', { name: /^Parts: / })
    await parts.waitFor({ timeout: 30_000 })
    expect(await parts.locator('tbody tr').count()).toBe(5)
    await hands
      .main()
      .getByText(/^\d+ %( ± \d+ %)? right on average over 5 parts\.$/)
      .waitFor()
  })

  it('explains a term on focus, and puts the sentence away on Escape', async () => {
    const term = hands.main().getByRole('button', { name: 'Cross-validation', exact: true })
    await term.focus()
    await workbench.page.getByRole('tooltip').filter({ hasText: 'Trains several times' }).waitFor()
    await workbench.page.keyboard.press('Escape')
    await workbench.page.getByRole('tooltip').waitFor({ state: 'detached' })
  })

  it('shows curves of each label, a threshold’s worth, and each window of a sample', async () => {
    await hands.goTo('testing', 'Testing')
    await hands.main().getByRole('button', { name: 'Run test' }).click()
    await hands.main().getByText('Curves and thresholds', { exact: true }).click()
    await hands.main().getByRole('figure', { name: 'ROC' }).waitFor({ timeout: 20_000 })
    const slider = hands.main().getByRole('slider', { name: /^Threshold of / })
    await slider.press('Home')
    const worth = hands.main().getByRole('status', { name: /^At this threshold of/ })
    await until(
      workbench.page,
      () => worth.textContent(),
      (text) => /Found 100 %.*false alarms 100 %/.test(text ?? ''),
    )
    await workbench.picture('testing-curves')
    await hands.button(/^Windows of /).click()
    const windows = hands.main().getByRole('table', { name: /^Scores of the \d+ windows of/ })
    await windows.waitFor()
    expect(await windows.locator('thead th').count()).toBe(5)
    await hands.button('Show right and wrong on the map').click()
    await hands.main().getByRole('heading', { name: 'Explorer', level: 1 }).waitFor()
    const coloring = hands.main().getByRole('combobox', { name: 'Color by' })
    await until(
      workbench.page,
      () => coloring.inputValue(),
      (value) => value === 'right',
    )
  })

  it('said nothing on the page’s console that it should not have', () => {
    expect(workbench.complaints).toEqual([])
  })
})
