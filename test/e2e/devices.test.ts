/** The Devices page: diagnosis of a simulated board, and what goes wrong on purpose. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { missing } from '../support/tools.ts'
import { type Hands, handsOn } from './hands.ts'
import { chromiumPath, openWorkbench, type Workbench } from './workbench.ts'

const absent = chromiumPath === undefined ? missing('chromium') : ''

describe.skipIf(absent !== '')(`devices${absent}`, () => {
  let workbench: Workbench
  let hands: Hands
  beforeAll(async () => {
    workbench = await openWorkbench()
    hands = handsOn(workbench.page)
    await hands.button(/^Try without a board/).click()
    await hands.main().getByRole('heading', { name: 'Record', level: 1 }).waitFor()
    await workbench.page.getByRole('link', { name: /Devices/ }).click()
  })
  afterAll(async () => {
    await workbench?.close()
  })

  it('finds nothing wrong with the simulated Uno, in nine steps', async () => {
    await hands
      .main()
      .getByRole('button', { name: /^Uno \(simulated\)/ })
      .click()
    await hands.main().getByRole('button', { name: 'Find out what is wrong' }).click()
    await hands.main().getByText('readings a second, nothing lost.').waitFor()
    expect(await hands.main().getByText('✓ good').count()).toBe(9)
    await workbench.picture('devices-diagnosis')
  })

  it('keeps the connection while the board is renamed', async () => {
    await hands
      .main()
      .getByRole('button', { name: /^Pico \(simulated\)/ })
      .click()
    await hands.main().getByText('Let something go wrong').click()
    await hands.main().getByRole('button', { name: 'Come back as another port' }).click()
    // The port's name is folded away in the board's details.
    await hands.main().getByText('sim:pico-2').waitFor({ state: 'attached' })
    await hands
      .main()
      .getByRole('button', { name: /^Pico \(simulated\).*connected/ })
      .waitFor()
    await workbench.picture('devices-faults')
  })
})
