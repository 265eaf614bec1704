/** A project that needs mending: its rows in Problems lead to the field, and go when it is mended. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { impulseSchema } from '../../shared/model/impulse.ts'
import { cliObject, writeTakes } from '../support/cli.ts'
import { missing } from '../support/tools.ts'
import { type Hands, handsOn, until } from './hands.ts'
import { chromiumPath, openWorkbench, type Workbench } from './workbench.ts'

const absent = chromiumPath === undefined ? missing('chromium') : ''

describe.skipIf(absent !== '')(`problems${absent}`, () => {
  let workbench: Workbench
  let hands: Hands
  const rows = () => hands.panel().getByRole('list', { name: 'Problems' }).getByRole('listitem')
  const window = () => hands.main().getByRole('spinbutton', { name: 'Window', exact: true })
  const focusedLabel = (): Promise<string> =>
    workbench.page.evaluate(() => {
      const focused = document.activeElement
      return focused instanceof HTMLInputElement ? (focused.labels?.[0]?.textContent ?? '') : ''
    })

  /** Recordings of 2 s, and an impulse with a window of 3 s and a cut-off that no filter can have. */
  function prepare(home: string): void {
    const file = join(home, 'mend.tinyml')
    writeTakes({ folder: join(home, 'takes'), labels: { up: 3, down: 3 }, seconds: 2 })
    cliObject(home, ['new', file])
    cliObject(home, ['import', file, join(home, 'takes')])
    const { impulse } = z.object({ impulse: impulseSchema }).parse(cliObject(home, ['impulse', file, 'get']))
    Object.assign(impulse.input, { windowSizeMs: 3000 })
    for (const block of impulse.dsp) Object.assign(block.params, { 'filter-type': 'low', 'filter-cutoff': 60 })
    writeFileSync(join(home, 'impulse.json'), JSON.stringify(impulse))
    cliObject(home, ['impulse', file, 'set', join(home, 'impulse.json')])
  }
  beforeAll(async () => {
    workbench = await openWorkbench()
    hands = handsOn(workbench.page)
    prepare(workbench.home)
    await hands.openFile('mend.tinyml')
    await hands.main().getByRole('heading', { name: 'Dashboard', level: 1 }).waitFor()
    await hands
      .panel()
      .getByRole('tab', { name: /^Problems/ })
      .click()
  })
  afterAll(async () => {
    await workbench?.close()
  })

  it('counts in the status bar what it lists, with sentences and without codes', async () => {
    await rows().first().waitFor()
    const count = await rows().count()
    expect(count).toBe(2)
    await hands
      .status()
      .getByRole('button', { name: `${count} problems` })
      .waitFor()
    const sentences = await rows().allTextContents()
    expect(sentences.filter((one) => one.includes('The window (3,000 ms) is longer than every sample'))).toHaveLength(1)
    for (const sentence of sentences) expect(sentence).not.toMatch(/[a-z]+\/[a-z-]+|dsp\./)
    await hands.rail().getByRole('link', { name: 'Impulse, problem' }).waitFor()
    await workbench.picture('panel-problems')
  })

  it('leads with Enter to the field, with F8 to the next one', async () => {
    const show = rows().filter({ hasText: '3,000 ms' }).getByRole('button', { name: /^Show/ })
    await show.focus()
    await workbench.page.keyboard.press('Enter')
    await hands.main().getByRole('heading', { name: 'Impulse', level: 1 }).waitFor()
    await until(workbench.page, focusedLabel, (label) => label === 'Window')
    await workbench.page.keyboard.press('F8')
    await hands.main().getByRole('heading', { name: 'Spectral Analysis', level: 1 }).waitFor()
    await until(workbench.page, focusedLabel, (label) => label === 'Cut-off frequency')
    await workbench.page.keyboard.press('Shift+F8')
    await until(workbench.page, focusedLabel, (label) => label === 'Window')
  })

  it('goes row by row as things are mended', async () => {
    const alert = hands.main().getByRole('alert').filter({ hasText: '3,000 ms' }).first()
    await alert.getByRole('button', { name: 'Use 2,000' }).click()
    expect(await window().inputValue()).toBe('2000')
    await hands.goTo('impulse/spectral-analysis', 'Spectral Analysis')
    const inspector = workbench.page.getByRole('complementary', { name: 'Inspector' })
    await inspector.getByRole('button', { name: 'Use 12.5' }).click()
    await workbench.page.keyboard.press('Control+Enter')
    await hands
      .panel()
      .getByText(/^No problems\. Next: /)
      .waitFor()
    await hands.status().getByRole('button', { name: 'No problems' }).waitFor()
  })

  it('said nothing on the page’s console that it should not have', () => {
    expect(workbench.complaints).toEqual([])
  })
})
