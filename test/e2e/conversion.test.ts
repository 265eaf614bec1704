/** The motion sample's model made smaller: float, int8 and pruned side by side, and the one that is used chosen. */
import { readFileSync } from 'node:fs'
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

  it('tells every layer of the network, and the windows that differ most', async () => {
    await hands.main().getByText('Layers: what int8 changes').click()
    const layers = hands.main().getByRole('table', { name: /Layers of the network/ })
    await layers.getByRole('rowheader').first().waitFor({ timeout: 20_000 })
    // The features, three dense layers and what ends them.
    expect(await layers.getByRole('rowheader').count()).toBeGreaterThanOrEqual(4)
    expect(await layers.getByRole('rowheader').first().textContent()).toMatch(/features/)
    await hands
      .main()
      .getByText(/Float and int8 agree on \d+ of \d+ windows/)
      .waitFor()
    await hands
      .main()
      .getByRole('table', { name: /Windows/ })
      .getByRole('rowheader')
      .first()
      .waitFor()
    await hands.main().getByText('Operators and memory').click()
    const operators = hands.main().getByRole('table', { name: /Operators of the int8 model/ })
    await operators.getByRole('rowheader', { name: '1 FULLY_CONNECTED' }).waitFor()
    await workbench.picture('conversion-layers')
  })

  it('takes a model file that is dropped, shows what it means, and uses it', async () => {
    const { page } = workbench
    await hands.goTo('deploy', 'Deploy')
    await hands.main().getByRole('tab', { name: '.tflite' }).click()
    const saving = page.waitForEvent('download')
    await hands.main().getByRole('button', { name: 'Save files…' }).click()
    const bytes = [...readFileSync(await (await saving).path())]
    await page.evaluate((content) => {
      const files = new DataTransfer()
      files.items.add(new File([new Uint8Array(content)], 'brought.tflite'))
      dispatchEvent(new DragEvent('drop', { dataTransfer: files, cancelable: true }))
    }, bytes)
    await hands.main().getByRole('heading', { name: 'Your own model: brought.tflite' }).waitFor()
    const use = hands.main().getByRole('button', { name: 'Use this model' })
    const input = hands.main().getByRole('switch', { name: /features$/ })
    await input.uncheck()
    await hands
      .main()
      .getByText(/the chosen blocks give 0/)
      .waitFor()
    expect(await use.isDisabled()).toBe(true)
    await input.check()
    await workbench.picture('own-model')
    await use.click()
    await hands.main().getByText('This model came as int8').waitFor({ timeout: 20_000 })
    await row('int8').getByText('In use').waitFor()
  })

  it('says in words what does not fit a board', async () => {
    await hands.main().getByLabel('Target board').selectOption({ label: 'Arduino Uno R3' })
    await expect.poll(async () => row('int8').textContent()).toMatch(/does not fit/)
    expect(workbench.complaints).toEqual([])
  })
})
