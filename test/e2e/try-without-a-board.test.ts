/** The first three minutes without a board, as a person would go: record, train, test, flash, try live. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { missing } from '../support/tools.ts'
import { chromiumPath, openWorkbench, type Workbench } from './workbench.ts'

const absent = chromiumPath === undefined ? missing('chromium') : ''

describe.skipIf(absent !== '')(`Try without a board${absent}`, () => {
  let workbench: Workbench
  beforeAll(async () => {
    workbench = await openWorkbench()
  })
  afterAll(async () => {
    await workbench?.close()
  })

  const button = (name: string | RegExp) =>
    workbench.page.getByRole('button', { name, exact: typeof name === 'string' })
  const main = () => workbench.page.getByRole('main')
  const banner = () => workbench.page.getByRole('banner')
  const goTo = (page: string) => workbench.page.evaluate((address) => void (location.hash = `#/${address}`), page)

  it('connects the simulated Pico and shows its three lines', async () => {
    await button(/^Try without a board/).click()
    await main().getByRole('heading', { name: 'Record', level: 1 }).waitFor()
    await banner()
      .getByRole('button', { name: /Pico \(simulated\)/ })
      .waitFor()
    await workbench.page.getByText(/3 axes, accX accY accZ, .*100 readings a second/).waitFor()
    await workbench.picture('1-record')
  })

  it('records a take of the motion that the simulated hand makes', async () => {
    await main().getByRole('button', { name: 'wave', exact: true }).first().click()
    await main().getByRole('button', { name: 'Record', exact: true }).click()
    await workbench.page
      .getByText(/Good take: 2\.0 s/)
      .first()
      .waitFor({ timeout: 20_000 })
    await banner().getByRole('button', { name: 'Next step: Record 2 more ‘wave’' }).waitFor()
    await workbench.picture('2-take')
  })

  it('adds ready-made samples, with one person kept aside', async () => {
    await button(/Use 120 ready-made samples/).click()
    await workbench.page
      .getByText(/Added 30 each of idle, wave, circle, shake/)
      .first()
      .waitFor()
    await banner().getByRole('button', { name: 'Next step: Train' }).waitFor()
  })

  it('trains, and shows float and int8 side by side', async () => {
    await banner().getByRole('button', { name: 'Next step: Train' }).click()
    await banner().getByRole('button', { name: 'Next step: Try it live' }).waitFor({ timeout: 20_000 })
    await goTo('training')
    await main()
      .getByText(/Right on \d+ of \d+/)
      .first()
      .waitFor()
    for (const column of ['float', 'int8']) await main().getByRole('columnheader', { name: column }).first().waitFor()
    await workbench.picture('3-training')
  })

  it('tests on the person it has never met', async () => {
    await goTo('testing')
    await main().getByRole('button', { name: 'Run test' }).click()
    const sentence = main()
      .getByText(/Right on \d+ of \d+ samples/)
      .first()
    await sentence.waitFor()
    const [, right, all] = /Right on (\d+) of (\d+)/.exec((await sentence.textContent()) ?? '') ?? []
    expect(Number(all)).toBe(20)
    expect(Number(right)).toBeGreaterThanOrEqual(17)
    await workbench.picture('4-testing')
  })

  it('judges live on the computer alone before the board has the model', async () => {
    await goTo('live')
    await main().getByRole('button', { name: 'circle', exact: true }).first().click()
    await main().getByRole('button', { name: 'Start', exact: true }).click()
    await main()
      .getByRole('status')
      .filter({ hasText: /circle, \d+ %/ })
      .first()
      .waitFor({ timeout: 20_000 })
    await main().getByRole('button', { name: 'Stop', exact: true }).click()
  })

  it('flashes the board, which repeats the hash of the model', async () => {
    await banner().getByRole('button', { name: 'Next step: Flash' }).click()
    const answer = workbench.page.getByText(/The board answered: it has your model/).first()
    await answer.waitFor({ timeout: 30_000 })
    await goTo('deploy')
    const hash = /Model ([0-9a-f]{6})/.exec((await workbench.page.getByRole('contentinfo').textContent()) ?? '')?.[1]
    expect(hash).toBeDefined()
    await main()
      .getByText(hash ?? '')
      .first()
      .waitFor()
    await workbench.picture('5-flashed')
  })

  it('lets computer and board judge the same windows, with the same answers', async () => {
    await goTo('live')
    await main().getByRole('button', { name: 'Start', exact: true }).click()
    const agreement = main()
      .getByText(/Same answer (\d+) of (\d+) times/)
      .first()
    await agreement.waitFor({ timeout: 30_000 })
    await main()
      .getByText(/Same answer ([5-9]|\d{2,}) of/)
      .first()
      .waitFor({ timeout: 30_000 })
    const [, same, all] = /Same answer (\d+) of (\d+)/.exec((await agreement.textContent()) ?? '') ?? []
    expect(same).toBe(all)
    await workbench.picture('6-live')
  })

  it('lets the board feel a recording that was kept aside, and recognises it', async () => {
    const choice = main().getByLabel('The board feels')
    const shake = choice.locator('option', { hasText: '(shake)' }).first()
    await choice.selectOption((await shake.getAttribute('value')) ?? '')
    await main()
      .getByRole('status')
      .filter({ hasText: /shake, \d+ %/ })
      .first()
      .waitFor({ timeout: 20_000 })
  })

  it('said nothing on the page’s console that it should not have', () => {
    expect(workbench.complaints).toEqual([])
  })
})
