/** Trying the model live: certainty, threshold, a wrong answer that becomes a sample; and the dashboard that follows. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { missing } from '../support/tools.ts'
import { type Hands, handsOn, until } from './hands.ts'
import { chromiumPath, openWorkbench, type Workbench } from './workbench.ts'

const absent = chromiumPath === undefined ? missing('chromium') : ''

describe.skipIf(absent !== '')(`live and dashboard${absent}`, () => {
  let workbench: Workbench
  let hands: Hands
  beforeAll(async () => {
    workbench = await openWorkbench({ dark: true })
    hands = handsOn(workbench.page)
    await hands.button(/^Try without a board/).click()
    await hands.main().getByRole('heading', { name: 'Record', level: 1 }).waitFor()
    await hands
      .main()
      .getByText(/readings a second/)
      .first()
      .waitFor()
  })
  afterAll(async () => {
    await workbench?.close()
  })
  const answer = () => hands.main().getByRole('status', { name: 'Answer' })
  const said = async (): Promise<string> => (await answer().textContent()) ?? ''
  const seconds = () =>
    hands
      .main()
      .getByText(/\d+ samples?/)
      .allTextContents()

  it('begins as a dashboard without numbers that it cannot know', async () => {
    await hands.goTo('dashboard', 'Dashboard')
    await hands
      .main()
      .getByRole('button', { name: /^Try without a board|^I have data/ })
      .first()
      .waitFor()
    expect(await hands.main().textContent()).not.toMatch(/\d %|NaN/)
  })

  it('shows new samples on the dashboard without a reload', async () => {
    await hands.goTo('record', 'Record')
    await hands.button(/Use 120 ready-made samples/).click()
    await hands.goTo('dashboard', 'Dashboard')
    await until(workbench.page, seconds, (texts) => texts.join(' ').includes('30 samples'))
  })

  it('trains from the dashboard’s main button, named like the header’s', async () => {
    const step = hands.main().getByRole('button', { name: 'Next step: Train', exact: true })
    await step.waitFor()
    expect(await hands.banner().getByRole('button', { name: 'Next step: Train', exact: true }).count()).toBe(1)
    await step.click()
    await hands.rail().getByRole('link', { name: 'Training, ready' }).waitFor({ timeout: 20_000 })
    await hands.goTo('dashboard', 'Dashboard')
    await hands
      .main()
      .getByText(/\d+ of \d+ \(\d+ %/)
      .first()
      .waitFor()
    await workbench.picture('dashboard-dark')
  })

  it('reads the motion of the simulated hand within five seconds', async () => {
    await hands.goTo('live', 'Live')
    await hands.main().getByRole('button', { name: 'circle', exact: true }).first().click()
    await hands.main().getByRole('button', { name: 'Start', exact: true }).click()
    await until(workbench.page, said, (text) => /^circle, \d+ %$/.test(text))
    await hands
      .rail()
      .getByRole('link', { name: /^Live, running/ })
      .waitFor()
    await workbench.picture('live-dark')
  })

  it('is not sure of anything at a threshold of 100 %', async () => {
    const slider = hands.main().getByRole('slider', { name: 'Threshold' })
    await slider.press('End')
    await until(workbench.page, said, (text) => text === 'Not sure')
    await slider.press('Home')
    await until(workbench.page, said, (text) => /^\w+, \d+ %$/.test(text))
  })

  it('makes one sample with the right label of an answer that was wrong', async () => {
    await hands.button('That was wrong').click()
    await workbench.page.getByRole('menuitem', { name: 'shake' }).click()
    await hands.status().getByText('Saved as a new sample of ‘shake’', { exact: false }).waitFor()
    await hands.main().getByRole('button', { name: 'Stop', exact: true }).click()
    await hands.goTo('dataset', 'Dataset')
    const grid = hands.main().getByRole('grid', { name: 'Samples' })
    await until(
      workbench.page,
      () => grid.getAttribute('aria-rowcount'),
      (count) => count === '121',
    )
    expect(await grid.getByRole('row').nth(1).textContent()).toContain('shake')
    await hands.rail().getByRole('link', { name: 'Training, out of date' }).waitFor()
  })

  it('says that there are no test samples yet where they were deleted', async () => {
    await hands.main().getByRole('searchbox', { name: 'Filter' }).fill('split:test')
    const grid = hands.main().getByRole('grid', { name: 'Samples' })
    await until(
      workbench.page,
      () => grid.getAttribute('aria-rowcount'),
      (count) => Number(count) < 121,
    )
    await grid.focus()
    await workbench.page.keyboard.press('Control+a')
    await workbench.page.keyboard.press('Delete')
    await hands
      .status()
      .getByText(/Deleted 20 samples/)
      .waitFor()
    await hands.goTo('testing', 'Testing')
    await hands.main().getByText('There are no test samples yet.').first().waitFor()
    expect(await hands.main().getByRole('button', { name: 'Run test', exact: true }).isDisabled()).toBe(true)
    await hands.button('Keep one session for testing').click()
    await until(
      workbench.page,
      () => hands.main().getByRole('button', { name: 'Run test', exact: true }).isDisabled(),
      (off) => !off,
    )
  })

  it('said nothing on the page’s console that it should not have', () => {
    expect(workbench.complaints).toEqual([])
  })
})
