/** The motion sample's DSP block: parameters act at once, what cannot be is refused, windows become a map. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { missing } from '../support/tools.ts'
import { type Hands, handsOn, until } from './hands.ts'
import { chromiumPath, openWorkbench, type Workbench } from './workbench.ts'

const absent = chromiumPath === undefined ? missing('chromium') : ''

describe.skipIf(absent !== '')(`features of the motion sample${absent}`, () => {
  let workbench: Workbench
  let hands: Hands
  beforeAll(async () => {
    workbench = await openWorkbench({ dark: true })
    hands = handsOn(workbench.page)
    await hands.openMotionSample()
    await hands
      .rail()
      .getByRole('link', { name: /^Spectral Analysis/ })
      .click()
    await hands.main().getByRole('heading', { name: 'Spectral Analysis', level: 1 }).waitFor()
  })
  afterAll(async () => {
    await workbench?.close()
  })
  const inspector = () => workbench.page.getByRole('complementary', { name: 'Inspector' })
  const primary = () => hands.main().getByRole('button', { name: 'Save and compute', exact: true })
  const featureCount = async (): Promise<number> => {
    const text = (await hands.main().textContent()) ?? ''
    return Number(/Features\s*([\d,]+)\s*of each window/.exec(text)?.[1]?.replace(',', '') ?? Number.NaN)
  }

  it('shows another number of features as soon as the FFT length changes, before saving', async () => {
    const before = await until(workbench.page, featureCount, (count) => count > 0)
    await inspector().getByLabel('FFT length', { exact: true }).selectOption('64')
    const after = await until(workbench.page, featureCount, (count) => count !== before)
    expect(after).toBeGreaterThan(before)
    await hands.main().getByText('not saved yet').waitFor()
    await workbench.picture('motion-block-dark')
  })

  it('gives every field a visible label and a description', async () => {
    const fields = await inspector()
      .locator('input, select')
      .evaluateAll((all) =>
        all.map((one) => {
          const label = (one as HTMLInputElement).labels?.[0]?.textContent ?? ''
          const described = (one.getAttribute('aria-describedby') ?? '').split(' ')
          const help = described.map((id) => document.getElementById(id)?.textContent ?? '').join(' ')
          return { label, help: help.trim() }
        }),
      )
    expect(fields.length).toBeGreaterThan(4)
    for (const { label, help } of fields) {
      expect(label).not.toBe('')
      expect(help, label).not.toBe('')
    }
  })

  it('refuses a cut-off above half the rate, with the reason and a value that goes', async () => {
    await inspector().getByLabel('Filter type', { exact: true }).selectOption('low')
    const cutoff = inspector().getByRole('spinbutton', { name: 'Cut-off frequency' })
    await cutoff.fill('60')
    await inspector().getByText('60 Hz is too high here', { exact: false }).waitFor()
    expect(await cutoff.getAttribute('aria-invalid')).toBe('true')
    expect(await primary().isDisabled()).toBe(true)
    const reason = await primary().getAttribute('aria-describedby')
    expect(await workbench.page.locator(`#${reason}`).textContent()).toContain('below 50 Hz')
    await inspector().getByRole('button', { name: 'Use 25' }).click()
    await until(
      workbench.page,
      () => primary().isDisabled(),
      (disabled) => !disabled,
    )
  })

  it('resets all settings and says so', async () => {
    await inspector().getByRole('button', { name: 'Reset all' }).click()
    await hands
      .status()
      .getByText(/defaults/)
      .waitFor()
    expect(await inspector().getByLabel('FFT length', { exact: true }).inputValue()).toBe('16')
  })

  it('computes, and draws all windows as a map, flat and in space', async () => {
    await inspector().getByLabel('FFT length', { exact: true }).selectOption('32')
    const count = await featureCount()
    await primary().click()
    const told = hands.main().getByText(/[\d,]+ windows, [\d,]+ features each/)
    await told.waitFor({ timeout: 20_000 })
    const [, windows, features] = /([\d,]+) windows, ([\d,]+) features/.exec((await told.textContent()) ?? '') ?? []
    expect(Number(features)).toBe(count)
    const map = hands.main().getByRole('figure', { name: 'Feature map' })
    await map.getByText(`${windows} points, 4 labels`).waitFor()
    await map.locator('.main-svg').first().waitFor()
    await map.scrollIntoViewIfNeeded()
    await workbench.picture('motion-map-dark')
    await map.getByRole('button', { name: '3-D' }).click()
    await map.locator('canvas').first().waitFor()
    const wave = map.getByRole('group', { name: 'Legend' }).getByRole('button', { name: /wave/ })
    await wave.click()
    expect(await wave.getAttribute('aria-pressed')).toBe('false')
    await map.scrollIntoViewIfNeeded()
    await workbench.picture('motion-map-in-space-dark')
  })

  it('makes training out of date where the stride changes, and names the stride', async () => {
    await hands.goTo('training', 'Training')
    await hands.main().getByRole('button', { name: 'Train', exact: true }).click()
    await hands.rail().getByRole('link', { name: 'Training, ready' }).waitFor({ timeout: 20_000 })
    await hands.goTo('impulse', 'Impulse')
    await hands.main().getByRole('spinbutton', { name: 'Stride', exact: true }).fill('300')
    await primary().click()
    const training = hands.rail().getByRole('link', { name: 'Training, out of date' })
    await training.waitFor()
    expect(await training.getAttribute('title')).toContain('stride')
  })

  it('said nothing on the page’s console that it should not have', () => {
    expect(workbench.complaints).toEqual([])
  })
})
