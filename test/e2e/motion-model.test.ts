/** Training and testing on the motion sample: repeatable, honest about what went wrong, every count a link to its samples. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { missing } from '../support/tools.ts'
import { type Hands, handsOn, until } from './hands.ts'
import { chromiumPath, openWorkbench, type Workbench } from './workbench.ts'

const absent = chromiumPath === undefined ? missing('chromium') : ''

describe.skipIf(absent !== '')(`model of the motion sample${absent}`, () => {
  let workbench: Workbench
  let hands: Hands
  beforeAll(async () => {
    workbench = await openWorkbench()
    hands = handsOn(workbench.page)
    await hands.openMotionSample()
    await hands.goTo('training', 'Training')
  })
  afterAll(async () => {
    await workbench?.close()
  })
  const runRows = () =>
    hands
      .main()
      .getByRole('table', { name: /^Runs: / })
      .getByRole('row')
  const train = () => hands.main().getByRole('button', { name: 'Train', exact: true })
  const hash = async (): Promise<string> =>
    /Model ([0-9a-f]{6})/.exec((await hands.status().textContent()) ?? '')?.[1] ?? ''
  const matrix = () => hands.main().getByRole('table', { name: /^Confusion matrix: / })
  const counts = (): Promise<number[][]> =>
    matrix()
      .locator('tbody tr')
      .evaluateAll((rows) =>
        rows.map((row) => [...row.querySelectorAll('td')].map((cell) => Number.parseInt(cell.textContent ?? '', 10))),
      )
  const sum = (rows: number[][]): number => rows.flat().reduce((all, count) => all + count, 0)

  it('trains, with float and int8 side by side and a matrix that adds up', async () => {
    await train().click()
    await hands.rail().getByRole('link', { name: 'Training, ready' }).waitFor({ timeout: 20_000 })
    for (const column of ['float', 'int8']) {
      await hands.main().getByRole('columnheader', { name: column, exact: true }).first().waitFor()
    }
    const caption = (await matrix().locator('caption').textContent()) ?? ''
    const [, model, all] = /model ([0-9a-f]{6}), int8, ([\d,]+) windows/.exec(caption) ?? []
    expect(model).toBe(await hash())
    expect(sum(await counts())).toBe(Number(all?.replace(',', '')))
    for (const label of ['idle', 'wave', 'circle', 'shake']) {
      await matrix()
        .getByRole('rowheader', { name: `Actual ${label}` })
        .waitFor()
      await matrix()
        .getByRole('columnheader', { name: `Predicted ${label}` })
        .waitFor()
    }
    await workbench.picture('motion-training')
  })

  it('makes the same model from the same seed', async () => {
    const first = await hash()
    const rows = await runRows().count()
    await train().click()
    await until(
      workbench.page,
      () => runRows().count(),
      (count) => count === rows + 1,
    )
    expect(await hash()).toBe(first)
  })

  it('says in a sentence that training ran away, keeps the earlier model, and mends it with one press', async () => {
    const first = await hash()
    const rate = workbench.page.getByRole('spinbutton', { name: 'Learning rate' })
    const before = await rate.inputValue()
    await rate.fill('1000000000')
    await train().click()
    const alert = hands.main().getByRole('alert').filter({ hasText: 'Training ran away' })
    await alert.waitFor({ timeout: 20_000 })
    expect(await hands.main().textContent()).not.toMatch(/NaN|Infinity|undefined/)
    expect(await hash()).toBe(first)
    await workbench.picture('motion-ran-away')
    await alert.getByRole('button', { name: 'Use 0.005 and train' }).click()
    await alert.waitFor({ state: 'detached' })
    await hands.rail().getByRole('link', { name: 'Training, ready' }).waitFor({ timeout: 20_000 })
    expect(before).toBe('0.005')
    expect(await until(workbench.page, hash, (now) => now === first)).toBe(first)
  })

  it('leads from a cell of the matrix to these samples', async () => {
    const cell = matrix().getByRole('button').first()
    const [, actual, predicted] =
      /Actual (\w+), predicted (\w+)/.exec((await cell.getAttribute('aria-label')) ?? '') ?? []
    await cell.click()
    await hands.main().getByRole('heading', { name: 'Testing', level: 1 }).waitFor()
    const listed = hands.main().getByRole('table', { name: new RegExp(`actual ${actual}, predicted ${predicted}`) })
    await listed.waitFor({ timeout: 20_000 })
    const shown = Number.parseInt((await listed.locator('caption').textContent()) ?? '', 10)
    expect(await listed.locator('tbody tr').count()).toBe(shown)
    await hands
      .main()
      .getByRole('button', { name: /^Show all/ })
      .click()
  })

  it('names set, model and number in the caption, and the precision that is chosen', async () => {
    const caption = (): Promise<string | null> => matrix().locator('caption').textContent()
    expect(await caption()).toMatch(new RegExp(`test set, model ${await hash()}, int8, ${sum(await counts())} samples`))
    await hands.main().getByRole('combobox', { name: 'Precision' }).selectOption('float')
    await until(
      workbench.page,
      async () => (await matrix().count()) > 0 && (await caption()),
      (text) => /, float, /.test(text || ''),
    )
    await hands.main().getByRole('combobox', { name: 'Precision' }).selectOption('int8')
    await until(workbench.page, caption, (text) => /, int8, /.test(text ?? ''))
    await workbench.picture('motion-testing')
  })

  it('counts everything as UNCERTAIN at a threshold of 1.0', async () => {
    const all = sum(await counts())
    const slider = hands.main().getByRole('slider', { name: 'Threshold' })
    await slider.press('End')
    expect(await slider.inputValue()).toBe('1')
    const uncertain = async (): Promise<number> => (await counts()).reduce((total, row) => total + (row.at(-1) ?? 0), 0)
    await matrix().getByRole('columnheader', { name: 'Predicted UNCERTAIN' }).waitFor()
    expect(await uncertain()).toBe(all)
  })

  it('sorts its samples by certainty', async () => {
    const table = hands.main().getByRole('table', { name: /^\d+ samples/ })
    const header = table.getByRole('columnheader', { name: /^Certainty/ })
    await header.getByRole('button').click()
    const order = await until(
      workbench.page,
      () => header.getAttribute('aria-sort'),
      (value) => value !== 'none',
    )
    const shares = await table
      .locator('tbody tr td:nth-child(4)')
      .evaluateAll((cells) => cells.map((cell) => Number.parseFloat(cell.textContent ?? '')))
    const sorted = shares.toSorted((a, b) => (order === 'descending' ? b - a : a - b))
    expect(shares).toEqual(sorted)
  })

  it('said nothing on the page’s console that it should not have', () => {
    expect(workbench.complaints).toEqual([])
  })
})
