/** This computer's microphone: connect, watch, record, and label while recording. The browser beeps into it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { missing } from '../support/tools.ts'
import { type Hands, handsOn, until } from './hands.ts'
import { chromiumPath, openWorkbench, type Workbench } from './workbench.ts'

const absent = chromiumPath === undefined ? missing('chromium') : ''

describe.skipIf(absent !== '')(`the microphone${absent}`, () => {
  let workbench: Workbench
  let hands: Hands
  beforeAll(async () => {
    workbench = await openWorkbench()
    hands = handsOn(workbench.page)
    await hands.button(/^Try without a board/).click()
    await hands.main().getByRole('heading', { name: 'Record', level: 1 }).waitFor()
    await hands.goTo('devices', 'Devices')
  })
  afterAll(async () => {
    await workbench?.close()
  })

  const record = () => hands.main().getByRole('button', { name: 'Record', exact: true })
  const addLabel = async (name: string): Promise<void> => {
    await hands.main().getByLabel('New label').fill(name)
    await workbench.page.keyboard.press('Enter')
  }

  it('is a device like any other, and its sound is seen', async () => {
    await hands
      .main()
      .getByRole('button', { name: /^This computer's microphone/ })
      .click()
    await hands.main().getByRole('button', { name: 'Connect', exact: true }).click()
    await hands.main().getByText('1 axis, audio').waitFor()
    await hands
      .status()
      .getByText(/computer:microphone, 1\d{4}/)
      .waitFor()
  })

  it('is recorded without a gap', async () => {
    await hands.goTo('record', 'Record')
    await addLabel('beep')
    await record().click()
    await hands.main().getByText('Good take: 2.0 s, 16,000 readings a second, no gaps.').waitFor({ timeout: 15_000 })
    await workbench.picture('record-microphone')
  })

  it('is heard again from the strip of takes', async () => {
    // The sound itself cannot be heard here: what is given to the loudspeaker is counted.
    await workbench.page.evaluate(() => {
      const start = AudioBufferSourceNode.prototype.start
      AudioBufferSourceNode.prototype.start = function (...when) {
        document.title = `played ${this.buffer?.duration} s`
        start.apply(this, when)
      }
    })
    await hands.main().getByRole('button', { name: 'Play beep.1' }).click()
    await workbench.page.waitForFunction(() => document.title === 'played 2 s')
  })

  it('is labelled by key while it records, each stretch a sample', async () => {
    await addLabel('quiet')
    await hands.main().getByRole('group', { name: 'Label' }).getByRole('button', { name: /beep/ }).click()
    await hands.main().getByRole('switch', { name: 'Until stopped' }).click()
    await record().click()
    await hands
      .main()
      .getByText(/Recording beep \d/)
      .waitFor({ timeout: 10_000 })
    await workbench.page.getByRole('application').focus()
    await workbench.page.keyboard.press('2')
    await hands
      .main()
      .getByText(/Recording quiet \d/)
      .waitFor()
    await hands.main().getByRole('button', { name: 'Stop', exact: true }).click()
    const takes = hands.main().getByRole('list', { name: 'Last takes' }).getByRole('link')
    const names = await until(
      workbench.page,
      () => takes.allInnerTexts(),
      (list) => list.length === 3,
    )
    expect(names.map((name) => name.split('.')[0])).toEqual(['quiet', 'beep', 'beep'])
  })

  it('is let go when it is disconnected', async () => {
    await hands.goTo('devices', 'Devices')
    await hands.main().getByRole('button', { name: 'Disconnect', exact: true }).click()
    await hands.banner().getByRole('button', { name: 'No board' }).waitFor()
    expect(workbench.complaints).toEqual([])
  })

  it('shakes a simulated board that listens to it', async () => {
    await hands
      .main()
      .getByRole('button', { name: /^Uno \(simulated\)/ })
      .click()
    await hands.main().getByRole('button', { name: 'Connect', exact: true }).click()
    await hands.main().getByRole('button', { name: 'gravity', exact: true }).click()
    const acrossX = async (): Promise<number> => {
      const text = await hands.main().innerText()
      const [, low, high] = /accX[^]*?\((-?[\d.]+) to (-?[\d.]+), /.exec(text) ?? []
      return Number(high) - Number(low)
    }
    // Lying still it is silent, but for a step of its converter.
    await until(workbench.page, acrossX, (across) => across < 0.3)
    await hands.main().getByRole('button', { name: 'microphone', exact: true }).click()
    await until(workbench.page, acrossX, (across) => across > 1)
    await workbench.picture('devices-microphone')
    expect(workbench.complaints).toEqual([])
  })
})
