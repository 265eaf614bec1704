/** The motion sample's model made smaller: float, int8 and pruned side by side, and the one that is used chosen. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { missing } from '../support/tools.ts'
import { type Hands, handsOn } from './hands.ts'
import { chromiumPath, openWorkbench, type Workbench } from './workbench.ts'

const absent = chromiumPath === undefined ? missing('chromium') : ''

describe.skipIf(absent !== '')(`the Conversion page${absent}`, () => {
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
  const row = (name: string) =>
    hands
      .main()
      .getByRole('row')
      .filter({ has: workbench.page.getByRole('rowheader', { name, exact: true }) })
  const modelInUse = async (): Promise<string> =>
    /Model (\w+)/.exec((await hands.status().textContent()) ?? '')?.[1] ?? ''

  it('says what to do first where there is no model', async () => {
    await hands.goTo('conversion', 'Conversion')
    await hands.main().getByRole('link', { name: 'Training' }).click()
    await hands.main().getByRole('button', { name: 'Train', exact: true }).click()
    await hands.rail().getByRole('link', { name: 'Training, ready' }).waitFor({ timeout: 20_000 })
  })

  it('compares float with int8 by itself', async () => {
    await hands.goTo('conversion', 'Conversion')
    await row('float').waitFor()
    await row('int8').waitFor()
    expect(await row('float').textContent()).toMatch(/of 100/)
  })

  it('makes a pruned model that learned to be rounded, and uses it', async () => {
    const before = await modelInUse()
    await hands.main().getByLabel('Prune weights').check()
    await hands.main().getByLabel('Train for rounding').check()
    await hands.main().getByRole('button', { name: 'Convert and compare' }).click()
    const made = row('int8, 50 % zeros, trained for rounding')
    await made.getByText('In use').waitFor({ timeout: 20_000 })
    expect(await modelInUse()).not.toBe(before)
    await workbench.picture('conversion')
    await row('int8').getByRole('button', { name: 'Use int8' }).click()
    await expect.poll(modelInUse).toBe(before)
  })

  it('lists as many changed answers as it counts', async () => {
    const shows = row('int8').getByRole('button', { name: /changed answers/ })
    await shows.click()
    const count = Number(await shows.textContent())
    await hands
      .main()
      .getByRole('heading', { name: `${count} changed answer${count === 1 ? '' : 's'}: int8` })
      .waitFor()
    expect(
      await hands
        .main()
        .getByRole('table', { name: /answers otherwise/ })
        .getByRole('rowheader')
        .count(),
    ).toBe(count)
  })

  it('says in words what does not fit a board', async () => {
    await hands.main().getByLabel('Target board').selectOption({ label: 'Arduino Uno R3' })
    await expect.poll(async () => row('int8').textContent()).toMatch(/does not fit/)
    expect(workbench.complaints).toEqual([])
  })
})
