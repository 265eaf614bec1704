/** Code of a person's own: a block and a network in the editor, and a block on the command line. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { cliObject, runCli } from '../support/cli.ts'
import { missing } from '../support/tools.ts'
import { type Hands, handsOn, until } from './hands.ts'
import { chromiumPath, openWorkbench, type Workbench } from './workbench.ts'

const absent = chromiumPath === undefined ? missing('chromium') : ''

describe.skipIf(absent !== '')(`own code in the editor${absent}`, () => {
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

  const lines = () => hands.main().locator('.monaco-editor .view-lines')
  const squiggles = () => hands.main().locator('.squiggly-error')
  /** Types below the line with this number. */
  async function writeBelow(line: number, text: string): Promise<void> {
    const { keyboard } = workbench.page
    await lines().click({ position: { x: 40, y: 8 } })
    await keyboard.press('Control+Home')
    for (let row = 1; row < line; row++) await keyboard.press('ArrowDown')
    await keyboard.press('End')
    await keyboard.type(`\n${text}`)
    await keyboard.press('Escape')
  }

  async function undoTo(text: string | null): Promise<void> {
    await lines().click({ position: { x: 40, y: 8 } })
    const undone = async (): Promise<string | null> => {
      await workbench.page.keyboard.press('Control+z')
      return await lines().textContent()
    }
    await until(workbench.page, undone, (found) => found === text)
  }

  it('adds a custom block that runs as it is and shows its features', async () => {
    await hands.goTo('impulse', 'Impulse')
    await hands.button(/Add DSP block/).click()
    await workbench.page.getByRole('menuitem', { name: /^Custom/ }).click()
    await hands.goTo('impulse/custom', 'Custom')
    await lines().waitFor({ timeout: 30_000 })
    await hands.main().getByRole('button', { name: 'Run on this window' }).click()
    await hands.main().getByText('accX energy').first().waitFor()
    await workbench.picture('custom-block')
  })

  it('tells the settings that the code asks for in the form, and runs again when one changes', async () => {
    const steps = hands.main().getByRole('list', { name: 'Features of this window' }).getByRole('listitem')
    const shown = async (): Promise<string> => (await steps.allTextContents()).join(' ')
    const before = await shown()
    await workbench.page.getByLabel('Threshold', { exact: true }).fill('0.1')
    await workbench.page.getByLabel('Threshold', { exact: true }).blur()
    await until(workbench.page, shown, (text) => text !== before)
  })

  it(
    'completes and marks mistakes while they are typed, and the line that stopped a run',
    { timeout: 60_000 },
    async () => {
      const before = await lines().textContent()
      await writeBelow(8, 'window.length')
      await squiggles().first().waitFor({ timeout: 30_000 })
      await undoTo(before)
      await until(
        workbench.page,
        () => squiggles().count(),
        (count) => count === 0,
      )
      await writeBelow(8, "throw new Error('not today')")
      await workbench.page.keyboard.press('Control+Enter')
      await hands.main().getByRole('alert').getByText('Line 9: not today.').waitFor()
      await squiggles().first().waitFor()
      await workbench.picture('custom-block-mistake')
      await undoTo(before)
      await workbench.page.keyboard.press('Control+Enter')
      await hands.main().getByRole('button', { name: 'Save and compute', exact: true }).click()
      await hands
        .main()
        .getByText(/windows, \d+ features each/)
        .waitFor({ timeout: 30_000 })
    },
  )

  it('switches the network to code that describes the same network, and trains it', { timeout: 60_000 }, async () => {
    await hands.goTo('training', 'Training')
    await workbench.page.getByRole('button', { name: 'Switch to code' }).click()
    await lines().waitFor({ timeout: 30_000 })
    await hands.main().getByRole('button', { name: 'Run', exact: true }).click()
    await hands
      .main()
      .getByText(/2 hidden layers, [\d,]+ parameters/)
      .waitFor()
    await workbench.picture('expert-mode')
    await writeBelow(4, "{ type: 'dense', units: 7, activation: 'relu' },")
    await workbench.page.keyboard.press('Control+Enter')
    await hands
      .main()
      .getByText(/3 hidden layers, [\d,]+ parameters/)
      .waitFor()
    await hands.main().getByRole('heading', { name: 'Runs' }).waitFor({ timeout: 30_000 })
    expect(workbench.complaints).toEqual([])
  })
})

describe('own code on the command line', () => {
  it('runs a block of TypeScript on a signal, and says what is wrong with another', () => {
    const home = mkdtempSync(join(tmpdir(), 'tinyml-own-code-'))
    onTestFinished(() => rmSync(home, { recursive: true }))
    const file = (name: string, text: string): string => {
      writeFileSync(join(home, name), text)
      return join(home, name)
    }
    const signal = file('signal.json', '[1, 2, 3, 4, 5, 6]')
    const words = ['dsp', 'run', '--block', 'custom', '--rate', '50', '--axes', '3', '--in', signal]
    const good = file('good.ts', 'export const features = (w: Window) => ({ first: w.axis("accY")[0], rows: w.rows })')
    expect(cliObject(home, [...words, '--code', good])).toEqual({
      features: [2, 2],
      shape: [2],
      labels: ['first', 'rows'],
    })
    const bad = runCli(home, [...words, '--code', file('bad.ts', '\nfunction features() { for (;;); }'), '--json'])
    expect(bad.status).toBe(1)
    expect(JSON.parse(bad.stdout || bad.stderr)).toMatchObject({ error: { code: 'code/limit' } })
    expect(runCli(home, words).status).toBe(1)
  })
})
