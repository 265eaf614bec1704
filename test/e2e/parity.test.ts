/** The Parity page with the simulated Pico: every cell equal, a model that differs, a check that is cancelled. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { missing } from '../support/tools.ts'
import { type Hands, handsOn } from './hands.ts'
import { chromiumPath, openWorkbench, type Workbench } from './workbench.ts'

const absent = chromiumPath === undefined ? missing('chromium') : ''
const SLOW = { timeout: 60_000 }

describe.skipIf(absent !== '')(`the Parity page${absent}`, () => {
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
  const check = () => hands.main().getByRole('button', { name: 'Check parity', exact: true })
  const modelInUse = async (): Promise<string> =>
    /Model (\w+)/.exec((await hands.status().textContent()) ?? '')?.[1] ?? ''

  it('says what to do first where there is no model', async () => {
    await hands.goTo('parity', 'Parity')
    expect(await check().isDisabled()).toBe(true)
    await workbench.picture('parity-empty')
    await hands.main().getByRole('link', { name: 'Training' }).click()
    await hands.main().getByRole('button', { name: 'Train', exact: true }).click()
    await hands.rail().getByRole('link', { name: 'Training, ready' }).waitFor({ timeout: 20_000 })
  })

  it('compares up to the C code of this computer where there is no board', async () => {
    await hands.goTo('parity', 'Parity')
    await hands.main().getByText('No board with a model is connected').waitFor()
    await check().click()
    await hands
      .main()
      .getByText(/Same answers on all \d+, to the last bit\./)
      .waitFor(SLOW)
    await hands.main().getByText('All stages').click()
    await hands.main().getByRole('rowheader', { name: 'C on this computer' }).waitFor()
  })

  it('lists the files of every package', async () => {
    await hands.goTo('deploy', 'Deploy')
    for (const [tab, file] of [
      ['Arduino', 'tinyml_model.zip'],
      ['Web', 'runtime.wasm'],
      ['HEX for the Pico', 'pico.hex'],
    ] as const) {
      await hands.main().getByRole('tab', { name: tab }).click()
      await hands.main().getByRole('group', { name: 'Files' }).getByText(file).waitFor()
    }
    await workbench.picture('deploy-hex')
  })

  it('finds the flashed board equal in every cell, and says so in a report with both hashes', async () => {
    await hands.goTo('devices', 'Devices')
    await hands.main().getByText('Pico (simulated)').first().click()
    await hands.main().getByRole('button', { name: 'Connect', exact: true }).first().click()
    await hands
      .status()
      .getByText(/Pico \(simulated\).*Hz/)
      .waitFor()
    await hands.goTo('deploy', 'Deploy')
    await hands.main().getByRole('button', { name: 'Flash', exact: true }).click()
    await hands
      .main()
      .getByText(/The board answered/)
      .first()
      .waitFor({ timeout: 15_000 })
    await hands.goTo('parity', 'Parity')
    await hands.main().getByLabel('Windows at most').fill('20')
    await check().click()
    await hands
      .main()
      .getByText(/The board took .* a window \(measured\)/)
      .waitFor(SLOW)
    const board = hands
      .main()
      .getByRole('row')
      .filter({ has: workbench.page.getByRole('rowheader', { name: /Pico/ }) })
    const cells = await board.getByRole('cell').allTextContents()
    expect(cells).toHaveLength(3)
    for (const cell of cells) expect(cell).toMatch(/^✓ (\d+) of \1 equal$/)
    await workbench.picture('parity')
    const saving = workbench.page.waitForEvent('download')
    await hands.main().getByRole('button', { name: 'Save report' }).click()
    const report: unknown = JSON.parse(readFileSync(await (await saving).path(), 'utf8'))
    const hash = expect.stringMatching(new RegExp(`^${await modelInUse()}[0-9a-f]+$`))
    expect(report).toMatchObject({ modelHash: hash, board: { modelHash: hash }, complete: true })
  })

  it('names the first difference where the board has another model', async () => {
    await hands.goTo('conversion', 'Conversion')
    await hands.main().getByLabel('Remove channels').check()
    const before = await modelInUse()
    await hands.main().getByRole('button', { name: 'Convert and compare' }).click()
    await expect.poll(modelInUse, SLOW).not.toBe(before)
    await hands.goTo('parity', 'Parity')
    await hands
      .main()
      .getByText(/The board has .*, the project .*Flash first/)
      .waitFor()
    await check().click()
    const difference = hands.main().getByText(/First difference: scores, sample \d+ at/)
    await difference.waitFor(SLOW)
    await hands
      .main()
      .getByRole('link', { name: /Open sample \d+/ })
      .waitFor()
    await check().waitFor(SLOW)
    await workbench.picture('parity-difference')
  })

  it('keeps what was compared when it is cancelled', async () => {
    await hands.main().getByLabel('Windows at most').fill('5000')
    await check().click()
    await hands.main().getByRole('rowheader', { name: /Pico/ }).waitFor(SLOW)
    await hands.main().getByRole('button', { name: 'Cancel', exact: true }).first().click()
    await check().waitFor(SLOW)
    expect(await hands.main().getByRole('row').filter({ hasText: 'Pico' }).textContent()).toMatch(/\d+ of \d+ equal/)
    expect(workbench.complaints).toEqual([])
  })
})
