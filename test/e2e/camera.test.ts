/** This computer's camera: connect, see, take pictures, one and many. The browser shows it a moving test picture. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { missing } from '../support/tools.ts'
import { type Hands, handsOn, until } from './hands.ts'
import { chromiumPath, openWorkbench, type Workbench } from './workbench.ts'

const absent = chromiumPath === undefined ? missing('chromium') : ''

describe.skipIf(absent !== '')(`the camera${absent}`, () => {
  let workbench: Workbench
  let hands: Hands
  beforeAll(async () => {
    workbench = await openWorkbench()
    hands = handsOn(workbench.page)
    await hands.button(/^Try without a board/).click()
    await hands.main().getByRole('heading', { name: 'Record', level: 1 }).waitFor()
    await hands.goTo('devices', 'Devices')
  })
  afterAll(async () => {
    await workbench?.close()
  })

  const main = () => hands.main()
  const record = () => main().getByRole('button', { name: 'Record', exact: true })
  const takes = () => main().getByRole('list', { name: 'Last takes' }).getByRole('listitem')
  const addLabel = async (name: string): Promise<void> => {
    await main().getByLabel('New label').fill(name)
    await workbench.page.keyboard.press('Enter')
  }
  /** Pixels of the canvas that shows what is kept, as a sum: another picture has another one. */
  const keptSum = (): Promise<number> =>
    workbench.page.locator('.plot-camera__kept').evaluate((canvas: HTMLCanvasElement) => {
      const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? []
      return [...data].reduce((sum, value, at) => sum + value * ((at % 97) + 1), 0)
    })

  it('is a device like any other, and what it sees moves', async () => {
    await main()
      .getByRole('button', { name: /^This computer's camera/ })
      .click()
    await main().getByRole('button', { name: 'Connect', exact: true }).click()
    await main().getByText('as it is kept, 96 × 96 pixels').waitFor()
    const first = await until(workbench.page, keptSum, (sum) => sum > 0)
    await until(workbench.page, keptSum, (sum) => sum !== first)
  })

  it('takes a picture of the chosen size as a sample', async () => {
    await hands.goTo('record', 'Record')
    await addLabel('green')
    await main().getByLabel('Size', { exact: true }).selectOption('48x48')
    await main().getByText('as it is kept, 48 × 48 pixels').waitFor()
    await record().click()
    await main().getByText('Good picture.').waitFor({ timeout: 20_000 })
    await takes().filter({ hasText: '48 × 48' }).first().waitFor()
    await workbench.picture('record-camera')
  })

  it('takes several with rests, and goes on until stopped', async () => {
    await main().getByLabel('Pictures', { exact: true }).fill('3')
    await main().getByLabel('One every').fill('0.5')
    await record().click()
    await main().getByText('3 good pictures.').waitFor({ timeout: 20_000 })
    await main().getByRole('switch', { name: 'Until stopped' }).click()
    await record().click()
    await main().getByText('Taking pictures of green').waitFor({ timeout: 10_000 })
    await takes().getByRole('link', { name: 'green.6', exact: true }).waitFor()
    await main().getByRole('button', { name: 'Stop', exact: true }).click()
    await main()
      .getByText(/\d+ good pictures?\.|Good picture\./)
      .waitFor()
  })

  it('shows a picture as it was kept', async () => {
    await takes().first().getByRole('link').click()
    await main().getByText('Picture of 48 × 48 pixels, in color, label green').waitFor()
    await workbench.picture('sample-camera')
  })

  it('is let go when it is disconnected', async () => {
    await hands.goTo('devices', 'Devices')
    await main().getByRole('button', { name: 'Disconnect', exact: true }).click()
    await hands.banner().getByRole('button', { name: 'No board' }).waitFor()
    expect(workbench.complaints).toEqual([])
  })
})
