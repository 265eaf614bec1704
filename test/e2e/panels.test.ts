/** The bottom panel: what the board says, what is running, and what needs a person. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { missing } from '../support/tools.ts'
import { type Hands, handsOn, until } from './hands.ts'
import { chromiumPath, openWorkbench, type Workbench } from './workbench.ts'

const absent = chromiumPath === undefined ? missing('chromium') : ''

describe.skipIf(absent !== '')(`panels${absent}`, () => {
  let workbench: Workbench
  let hands: Hands
  beforeAll(async () => {
    workbench = await openWorkbench()
    hands = handsOn(workbench.page)
    await hands.button(/^Try without a board/).click()
    await hands.main().getByRole('heading', { name: 'Record', level: 1 }).waitFor()
  })
  afterAll(async () => {
    await workbench?.close()
  })
  const tab = (name: RegExp) => hands.panel().getByRole('tab', { name })
  const lines = () => hands.panel().getByRole('log', { name: 'Serial' })
  const texts = (): Promise<string[]> => lines().locator('.serial-line').allTextContents()

  it('shows what the simulated board sends, with its time and direction', async () => {
    await tab(/^Serial/).click()
    const shown = await until(workbench.page, texts, (all) => all.length > 3)
    expect(shown[0]).toMatch(/^\d\d:\d\d:\d\d\.\d{3}←-?\d+\.\d{3} {2}-?\d+\.\d{3} {2}-?\d+\.\d{3}(frame|$)/)
    await hands
      .panel()
      .getByText(/^[1-9]\d* lines\/s/)
      .waitFor()
    await workbench.picture('panel-serial')
  })

  it('stands still while paused, and counts what came meanwhile', async () => {
    await hands.panel().getByRole('button', { name: 'Pause' }).click()
    const count = async (): Promise<number> =>
      Number(/Paused\. ([\d,]+) new/.exec((await hands.panel().textContent()) ?? '')?.[1]?.replace(',', '') ?? 0)
    await until(workbench.page, count, (value) => value > 0)
    const still = await texts()
    const first = await count()
    await until(workbench.page, count, (value) => value > first + 20)
    expect(await texts()).toEqual(still)
    await hands.panel().getByRole('button', { name: 'Go on' }).click()
    await until(workbench.page, texts, (now) => now.join() !== still.join())
  })

  it('says why nothing can be sent to a board that speaks frames', async () => {
    const field = hands.panel().getByRole('textbox', { name: 'Line to send' })
    expect(await field.isDisabled()).toBe(true)
    expect(await field.getAttribute('title')).toBe('This board speaks frames')
  })

  it('saves the lines that it shows', async () => {
    await hands.panel().getByRole('button', { name: 'Pause' }).click()
    const shown = await texts()
    const coming = workbench.page.waitForEvent('download')
    await hands.panel().getByRole('button', { name: 'Save' }).click()
    const download = await coming
    expect(download.suggestedFilename()).toBe('serial.txt')
    const stream = await download.createReadStream()
    const saved = (await stream.toArray()).join('').trim().split('\n')
    const numbers = shown.at(-1)?.split('←')[1]?.split('frame')[0] ?? 'nothing'
    expect(saved.length).toBeGreaterThanOrEqual(shown.length)
    expect(saved.some((line) => line.includes(numbers))).toBe(true)
    await hands.panel().getByRole('button', { name: 'Go on' }).click()
  })

  it('shows a long training with a bar, and cancels it without touching the earlier model', async () => {
    await hands.button(/Use 120 ready-made samples/).click()
    await hands.goTo('training', 'Training')
    await hands.main().getByRole('button', { name: 'Train', exact: true }).click()
    await hands.rail().getByRole('link', { name: 'Training, ready' }).waitFor({ timeout: 20_000 })
    const model = async (): Promise<string | undefined> =>
      /Model ([0-9a-f]{6})/.exec((await hands.status().textContent()) ?? '')?.[1]
    const before = await model()
    await workbench.page.getByRole('spinbutton', { name: 'Training cycles' }).fill('10000')
    await workbench.page.getByRole('tab', { name: 'Network', exact: true }).click()
    await workbench.page.getByRole('spinbutton', { name: 'Layer 1: neurons' }).fill('400')
    await tab(/^Jobs/).click()
    await hands.main().getByRole('button', { name: 'Train', exact: true }).click()
    const jobs = hands.panel().getByRole('list', { name: 'Jobs' })
    const bar = jobs.getByRole('progressbar', { name: 'Train' })
    await bar.waitFor()
    await until(
      workbench.page,
      async () => Number(await bar.getAttribute('aria-valuenow')),
      (value) => value > 0,
    )
    expect(await bar.getAttribute('aria-valuetext')).toMatch(/\d/)
    await workbench.picture('panel-jobs')
    await jobs.getByRole('button', { name: 'Cancel' }).click()
    await jobs
      .getByRole('listitem')
      .first()
      .getByText(/^Cancelled/)
      .waitFor({ timeout: 1000 })
    expect(await model()).toBe(before)
    await hands.main().getByRole('button', { name: 'Train', exact: true }).waitFor()
    await hands
      .main()
      .getByText(/Right on \d+ of \d+/)
      .first()
      .waitFor()
  })

  it('said nothing on the page’s console that it should not have', () => {
    expect(workbench.complaints).toEqual([])
  })
})
