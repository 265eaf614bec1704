/** What goes wrong while somebody works: wrong files, a reload, an engine that dies. Said in the page, nothing lost. */
import { chmodSync, copyFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { missing } from '../support/tools.ts'
import { type Hands, handsOn, until } from './hands.ts'
import { chromiumPath, openWorkbench, type Workbench } from './workbench.ts'

const absent = chromiumPath === undefined ? missing('chromium') : ''

describe.skipIf(absent !== '')(`bad input in the page${absent}`, () => {
  let workbench: Workbench
  let hands: Hands
  beforeAll(async () => {
    workbench = await openWorkbench()
    hands = handsOn(workbench.page)
    await hands.button(/^Try without a board/).click()
    await hands.main().getByRole('heading', { name: 'Record', level: 1 }).waitFor()
    await hands
      .main()
      .getByText(/readings a second/)
      .first()
      .waitFor()
  })
  afterAll(async () => {
    await workbench?.close()
  })
  const stop = () => hands.main().getByRole('button', { name: 'Stop', exact: true })
  const record = () => hands.main().getByRole('button', { name: 'Record', exact: true })
  const alert = (text: string | RegExp) => workbench.page.getByRole('alert').filter({ hasText: text }).first()

  async function startRecording(seconds: number): Promise<void> {
    await hands.main().getByRole('spinbutton', { name: 'Length' }).fill(String(seconds))
    await record().click()
    await hands
      .main()
      .getByText(/Recording \w+ \d/)
      .first()
      .waitFor()
  }

  it('says in the page what a wrong file is, and keeps project and list', async () => {
    const projects = join(workbench.home, 'TinyML Workbench')
    const [own = ''] = readdirSync(projects).filter((name) => name.endsWith('.tinyml'))
    writeFileSync(join(workbench.home, 'wrong.tinyml'), 'this is no project\n'.repeat(100))
    copyFileSync(join(projects, own), join(workbench.home, 'copy.tinyml'))
    chmodSync(join(workbench.home, 'copy.tinyml'), 0o444)
    await openRefused('wrong.tinyml')
    await alert(/This file is not a TinyML Workbench project\..*Choose a file that ends in \.tinyml/).waitFor()
    await hands.banner().getByText('My first project').waitFor()
    await workbench.picture('bad-file')
    await openRefused('copy.tinyml')
    await alert(/This project file is read-only\..*Copy it to a folder of yours/).waitFor()
    await alert('read-only').getByRole('button', { name: 'Close' }).click()
    await alert('read-only').waitFor({ state: 'detached' })
    await hands.goTo('start', 'Start')
    const recents = hands.main().getByRole('list', { name: 'Recent projects' }).getByRole('listitem')
    expect(
      await until(
        workbench.page,
        () => recents.count(),
        (count) => count > 0,
      ),
    ).toBe(1)
    await hands.goTo('record', 'Record')
  })

  async function openRefused(name: string): Promise<void> {
    await hands.openFile(name)
    await workbench.page.getByRole('alert').first().waitFor()
  }

  it('goes on recording while the page is loaded again', async () => {
    await hands.goTo('record', 'Record')
    await startRecording(60)
    await workbench.page.reload()
    await stop().waitFor()
    const elapsed = async (): Promise<number> =>
      Number(/Recording \w+ (\d+\.\d)/.exec((await hands.main().textContent()) ?? '')?.[1] ?? 0)
    const first = await until(workbench.page, elapsed, (seconds) => seconds > 0)
    await until(workbench.page, elapsed, (seconds) => seconds > first + 0.3)
    await stop().click()
    await record().waitFor()
    await hands.goTo('dataset', 'Dataset')
    const grid = hands.main().getByRole('grid', { name: 'Samples' })
    await until(
      workbench.page,
      () => grid.getAttribute('aria-rowcount'),
      (count) => count === '1',
    )
    const row = await grid.getByRole('row').nth(1).textContent()
    expect(row).toContain('good')
  })

  it('names the length that was really kept where a take was stopped', async () => {
    await hands.goTo('record', 'Record')
    await startRecording(60)
    await stop().click()
    const told = hands
      .main()
      .getByText(/^Good take: \d+\.\d s/)
      .first()
    await told.waitFor()
    expect(await told.textContent()).not.toContain('60.0 s')
  })

  it('says that the engine died while recording, and keeps what was recorded', async () => {
    await startRecording(60)
    const elapsed = async (): Promise<number> =>
      Number(/Recording \w+ (\d+\.\d)/.exec((await hands.main().textContent()) ?? '')?.[1] ?? 0)
    const seen = await until(workbench.page, elapsed, (seconds) => seconds > 0.8)
    workbench.kill()
    await alert('The engine stopped. Your data are safe.').waitFor()
    await workbench.picture('engine-stopped')
    const again = await openWorkbench({ home: workbench.home })
    try {
      const then = handsOn(again.page)
      await then.main().getByRole('button', { name: 'Open ‘My first project’' }).click()
      const notice = again.page.getByText(
        /The workbench was cut off while recording\. \d+\.\d s of the recording were rescued\./,
      )
      await notice.waitFor()
      const rescued = Number(/(\d+\.\d) s of/.exec((await notice.textContent()) ?? '')?.[1])
      expect(rescued).toBeGreaterThanOrEqual(seen - 0.25 - 0.1)
      await then.goTo('dataset', 'Dataset')
      const grid = then.main().getByRole('grid', { name: 'Samples' })
      await until(
        again.page,
        () => grid.getAttribute('aria-rowcount'),
        (count) => count === '3',
      )
      await again.picture('rescued')
      expect(again.complaints).toEqual([])
    } finally {
      await again.close()
    }
  })
})
