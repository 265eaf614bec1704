import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cliObject } from '../support/cli.ts'
import { missing } from '../support/tools.ts'
import { chromiumPath, openWorkbench, type Workbench } from './workbench.ts'

const absent = chromiumPath === undefined ? missing('chromium') : ''

describe.skipIf(absent !== '')(`the map of all samples${absent}`, () => {
  let workbench: Workbench
  beforeAll(async () => {
    const home = mkdtempSync(join(tmpdir(), 'tinyml-explorer-'))
    const file = join(home, 'air.tinyml')
    cliObject(home, ['new', file, '--template', 'sensors'])
    workbench = await openWorkbench({ home, file })
  }, 60_000)
  afterAll(() => workbench?.close())

  it('is made without a click, and says how much is seen', async () => {
    const { page } = workbench
    await page.keyboard.press('Control+g')
    await page.keyboard.press('e')
    await page.getByRole('heading', { name: 'Explorer' }).waitFor()
    await page.getByText('360 points, 4 labels').waitFor()
    await page.getByText(/PC 1 \(\d+ % of the spread\)/).waitFor()
    expect(await page.getByText('Pairs hard to tell apart').count()).toBeGreaterThan(0)
    await page.getByRole('button', { name: 'clean and coffee' }).waitFor()
    await workbench.picture('explorer')
  })

  it('has a legend whose entries hide and show, with counts', async () => {
    const { page } = workbench
    const entry = page.getByRole('group', { name: 'Legend' }).getByRole('button', { name: /smoke/ })
    expect(await entry.textContent()).toContain('90')
    expect(await entry.getAttribute('aria-pressed')).toBe('true')
    await entry.click()
    expect(await entry.getAttribute('aria-pressed')).toBe('false')
    await entry.click()
  })

  it('lets the keyboard reach a point, choose it and see its sample', async () => {
    const { page } = workbench
    await page.getByRole('application').focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Space')
    const listed = page.getByRole('list', { name: 'Chosen samples' }).getByRole('link')
    await listed.waitFor()
    expect(await listed.textContent()).toMatch(/^(clean|coffee|perfume|smoke)\.room-\d\.\d+$/)
  })

  it('labels what was selected, and undo takes it back', async () => {
    const { page } = workbench
    await page.getByRole('button', { name: 'Select label smoke' }).click()
    await page.getByText('90 points of 90 samples').waitFor()
    await page.getByLabel('New label').fill('fire')
    await page.getByRole('button', { name: 'Label selection' }).click()
    const legend = page.getByRole('group', { name: 'Legend' })
    await legend.getByRole('button', { name: /fire/ }).waitFor()
    await page.keyboard.press('Control+z')
    await legend.getByRole('button', { name: /smoke/ }).waitFor()
    expect(await legend.getByRole('button', { name: /fire/ }).count()).toBe(0)
  })

  it('chooses what lies within a drawn line', async () => {
    const { page } = workbench
    await page.getByRole('button', { name: 'Draw around points' }).click()
    const map = page.getByRole('application')
    await map.scrollIntoViewIfNeeded()
    const box = await map.boundingBox()
    if (!box) throw new Error('the map is not there')
    const at = (x: number, y: number): [number, number] => [box.x + x * box.width, box.y + y * box.height]
    await page.mouse.move(...at(0.01, 0.02))
    await page.mouse.down()
    for (const [x, y] of [
      [0.99, 0.02],
      [0.99, 0.98],
      [0.01, 0.98],
    ] as const) {
      await page.mouse.move(...at(x, y), { steps: 4 })
    }
    await page.mouse.up()
    await page.getByText(/3\d\d points of 3\d\d samples/).waitFor()
    await page.getByRole('button', { name: 'Draw around points' }).click()
  })

  it('makes a UMAP, in space too', async () => {
    const { page } = workbench
    await page.getByLabel('Projection').selectOption('umap')
    await page.getByText('↑ UMAP 2').waitFor({ timeout: 30_000 })
    await page.getByLabel('3-D').check()
    await page.getByText('UMAP 3', { exact: true }).waitFor({ timeout: 30_000 })
    await workbench.picture('explorer-space')
  }, 70_000)

  it('opens the point under the keys', async () => {
    const { page } = workbench
    await page.getByRole('application').focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
    await page.getByText('Look at one recording and say what it is.').waitFor()
    expect(workbench.complaints).toEqual([])
  })
})
