import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cliObject } from '../support/cli.ts'
import { missing } from '../support/tools.ts'
import { chromiumPath, openWorkbench, type Workbench } from './workbench.ts'

const absent = chromiumPath === undefined ? missing('chromium') : ''

describe.skipIf(absent !== '')(`impulses and pictures${absent}`, () => {
  let workbench: Workbench
  beforeAll(async () => {
    const home = mkdtempSync(join(tmpdir(), 'tinyml-impulses-'))
    const file = join(home, 'shapes.tinyml')
    cliObject(home, ['new', file, '--template', 'image'])
    workbench = await openWorkbench({ home, file })
  }, 60_000)
  afterAll(() => workbench?.close())

  const act = async (name: string | RegExp): Promise<void> => {
    await workbench.page.getByRole('button', { name: 'Impulse actions' }).click()
    await workbench.page.getByRole('menuitem', { name }).click()
  }

  it('shows the pixels of a sample instead of a signal', async () => {
    const { page } = workbench
    await page.goto(page.url().replace(/#.*/, '#/sample/1'))
    await page.getByText('Picture of 32 × 32 pixels, in color, label circle').waitFor()
    await page.getByText('32 × 32 pixels', { exact: true }).waitFor()
    expect(await page.getByText('1.00 Hz').count()).toBe(0)
  })

  it('keeps two impulses with settings of their own', async () => {
    const { page } = workbench
    await page.goto(page.url().replace(/#.*/, '#/impulse'))
    await page.getByText('32 × 32 × 3 a picture, 240 pictures').waitFor()
    await act('Duplicate Impulse 1')
    await page.getByText('Copied Impulse 1 to Impulse 1 copy.').waitFor()
    await page.getByLabel('Colors').selectOption('grey')
    await page.getByRole('button', { name: 'Save and compute' }).click()
    await page.getByText('240 windows, 3,072 features each').waitFor()
    await page.getByLabel('Impulse', { exact: true }).selectOption('Impulse 1')
    await page.getByText('32 × 32 × 3 a picture, 240 pictures').waitFor()
  })

  it('compares, names, deletes and restores them', async () => {
    const { page } = workbench
    await page.getByRole('button', { name: 'Compare' }).click()
    const row = page.getByRole('row', { name: /^Axes/ })
    await row.waitFor()
    expect(await row.textContent()).toBe('Axesr, g, bgrey')
    await page.getByLabel('Impulse', { exact: true }).selectOption('Impulse 1 copy')
    await act('Rename Impulse 1 copy')
    await page.getByLabel('Name of the impulse').fill('Grey')
    await page.keyboard.press('Enter')
    await page.getByRole('columnheader', { name: 'Grey' }).waitFor()
    await workbench.picture('impulses')
    await act('Delete Grey')
    await page.getByText('Deleted Grey. Impulse 1 is used now.').waitFor()
    await act('Restore Grey')
    await page.getByText('Restored Grey.').waitFor()
    expect(workbench.complaints).toEqual([])
  })

  it('joins several DSP blocks and adds a learning block', async () => {
    const { page } = workbench
    await page.getByRole('button', { name: 'Add DSP block' }).click()
    await page.getByRole('menuitem', { name: /^Flatten/ }).click()
    await page.getByRole('button', { name: 'Add learning block' }).click()
    await page.getByRole('menuitem', { name: /^Anomaly \(K-means\)/ }).click()
    const inputs = page.getByRole('group', { name: 'Inputs of anomaly' })
    await inputs.getByLabel('image').uncheck()
    await page.getByText('7 features → 32 clusters').waitFor()
    expect(await inputs.getByLabel('flatten').isDisabled()).toBe(true)
    await page.getByRole('button', { name: 'Remove anomaly' }).click()
    expect(await inputs.count()).toBe(0)
    await page.getByRole('button', { name: 'Remove flatten' }).click()
  })
})
