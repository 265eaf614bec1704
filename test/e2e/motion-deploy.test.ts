/** Deploying the motion sample's model: files with names and bytes, and six steps onto the simulated board. */
import { readFileSync, statSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { missing } from '../support/tools.ts'
import { type Hands, handsOn } from './hands.ts'
import { chromiumPath, openWorkbench, type Workbench } from './workbench.ts'

const absent = chromiumPath === undefined ? missing('chromium') : ''

describe.skipIf(absent !== '')(`deploying the motion sample${absent}`, () => {
  let workbench: Workbench
  let hands: Hands
  beforeAll(async () => {
    workbench = await openWorkbench({ dark: true })
    hands = handsOn(workbench.page)
    await hands.openMotionSample()
    await hands.goTo('training', 'Training')
    await hands.main().getByRole('button', { name: 'Train', exact: true }).click()
    await hands.rail().getByRole('link', { name: 'Training, ready' }).waitFor({ timeout: 20_000 })
    await hands.goTo('deploy', 'Deploy')
  })
  afterAll(async () => {
    await workbench?.close()
  })
  const files = () => hands.main().getByRole('group', { name: 'Files' }).getByRole('button')

  it('lists the C library with names and bytes, and shows its text', async () => {
    await files().filter({ hasText: 'model.h' }).waitFor()
    const names = await files().allTextContents()
    expect(names.length).toBeGreaterThan(5)
    for (const name of names) expect(name).toMatch(/[\d,]+ bytes$/)
    await files().filter({ hasText: 'model.h' }).click()
    await hands.main().getByText('TML_ARENA_BYTES').first().waitFor()
    await workbench.picture('motion-c-files-dark')
  })

  it('saves exactly the .tflite file that it lists', async () => {
    await hands.main().getByRole('tab', { name: '.tflite' }).click()
    const entry = files().filter({ hasText: '.tflite' })
    const bytes = Number(/([\d,]+) bytes/.exec((await entry.textContent()) ?? '')?.[1]?.replaceAll(',', ''))
    const coming = workbench.page.waitForEvent('download')
    await hands.button('Save files…').click()
    const path = await (await coming).path()
    expect(statSync(path).size).toBe(bytes)
    expect(readFileSync(path).toString('latin1', 4, 8)).toBe('TFL3')
  })

  it('asks for a board before it flashes, and leads there', async () => {
    await hands.main().getByRole('button', { name: 'Connect a board', exact: true }).click()
    await hands.main().getByRole('heading', { name: 'Devices', level: 1 }).waitFor()
    await hands.main().getByText('Pico (simulated)').first().click()
    await hands.main().getByRole('button', { name: 'Connect', exact: true }).first().click()
    await hands
      .banner()
      .getByRole('button', { name: /Pico \(simulated\)/ })
      .waitFor()
    await hands
      .status()
      .getByText(/Pico \(simulated\).*Hz/)
      .waitFor()
    await workbench.picture('motion-devices-dark')
  })

  it('flashes in six named steps and takes only the board’s own answer for success', async () => {
    await hands.goTo('deploy', 'Deploy')
    await hands.main().getByRole('button', { name: 'Flash', exact: true }).click()
    const answer = hands
      .main()
      .getByText(/The board answered: it has your model ([0-9a-f]{6})/)
      .first()
    await answer.waitFor({ timeout: 15_000 })
    const model = /Model ([0-9a-f]{6})/.exec((await hands.status().textContent()) ?? '')?.[1]
    expect(await answer.textContent()).toContain(model)
    const steps = await hands
      .main()
      .getByRole('list', { name: /[Ss]teps|Flash/ })
      .getByRole('listitem')
      .allTextContents()
    expect(steps).toHaveLength(6)
    for (const step of steps) expect(step).toMatch(/done/)
    await hands.rail().getByRole('link', { name: 'Deploy, ready' }).waitFor()
    await workbench.picture('motion-flashed-dark')
  })

  it('said nothing on the page’s console that it should not have', () => {
    expect(workbench.complaints).toEqual([])
  })
})
