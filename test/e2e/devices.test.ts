/** The Devices page: diagnosis of a simulated board, and what goes wrong on purpose. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startAtBoard } from '../support/at-board.ts'
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
    // It listens to the clock alone for three seconds.
    await hands.main().getByText('readings a second, nothing lost.').waitFor({ timeout: 20_000 })
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

  const choose = (name: RegExp) => hands.main().getByRole('button', { name }).click()
  const unfold = (name: string) => hands.main().getByText(name, { exact: true }).click()

  it('puts the recorder onto the simulated Uno by its bootloader', async () => {
    await choose(/^Uno \(simulated\)/)
    await hands.main().getByRole('button', { name: 'Install recorder' }).click()
    await workbench.page.getByText(/Uno \(simulated\) has recorder 0\.1\.0/).waitFor({ timeout: 20_000 })
    await hands
      .main()
      .getByRole('button', { name: /^Uno \(simulated\).*connected/ })
      .waitFor()
    await workbench.picture('devices-recorder')
  })

  it('follows the simulated Uno too when it comes back under another name', async () => {
    await unfold('Let something go wrong')
    await hands.main().getByRole('button', { name: 'Come back as another port' }).click()
    await hands.main().getByText('sim:uno-2').waitFor({ state: 'attached' })
    await hands
      .main()
      .getByRole('button', { name: /^Uno \(simulated\).*connected/ })
      .waitFor({ timeout: 15_000 })
  })

  it('lets the board feel something else than a hand', async () => {
    const motions = hands.main().getByRole('group', { name: 'Motion' })
    await motions.getByRole('button', { name: 'tone' }).click()
    await motions.getByRole('button', { name: 'tone', pressed: true }).waitFor()
  })

  it('tells where other programs reach a simulated board', async () => {
    await unfold('Use it from other programs')
    await hands.main().getByRole('button', { name: 'Share this board' }).click()
    await hands
      .main()
      .getByText(/^tcp:127\.0\.0\.1:\d+$/)
      .waitFor()
    await workbench.picture('devices-share')
    await hands.main().getByRole('button', { name: 'Stop sharing' }).click()
    await hands.main().getByRole('button', { name: 'Share this board' }).waitFor()
  })

  it('takes a picture with an AT board, and lets it classify', async () => {
    const board = await startAtBoard()
    await unfold('Another port')
    await hands.main().getByLabel('Port', { exact: true }).fill(board.port)
    await hands.main().getByRole('button', { name: 'Connect to this port' }).click()
    await hands.main().getByRole('heading', { name: 'Ask the board' }).waitFor({ timeout: 15_000 })
    await hands.main().getByRole('button', { name: 'Take a picture' }).click()
    await hands.main().getByText('4 × 3 pixels, not kept').waitFor()
    await hands.main().getByRole('button', { name: 'Let the board classify' }).click()
    await hands.main().getByText('idle 25 %, wave 75 %').first().waitFor()
    await workbench.picture('devices-at')
    await hands.main().getByRole('button', { name: 'Stop classifying' }).click()
    await hands.main().getByRole('button', { name: 'Let the board classify' }).waitFor()
    await hands.main().getByRole('button', { name: 'Disconnect' }).click()
    await board.close()
  })
})
