import { describe, expect, it } from 'vitest'
import type { Connection, DevicePort } from '../../shared/model/board.ts'
import { createAutoConnect } from './auto-connect.ts'

const port = (name: string, changes: Partial<DevicePort> = {}): DevicePort => {
  return { port: name, name, board: null, serialNumber: null, simulated: false, busyBy: null, ...changes }
}
const SIMULATED = port('sim:pico', { simulated: true })
const CONNECTION: Connection = {
  port: 'sim:pico',
  name: 'Pico',
  simulated: true,
  state: 'connected',
  protocol: 'workbench',
  info: null,
  measuredRateHz: null,
}

/** What is connected while the lists follow one another. */
function connected(lists: DevicePort[][], connection: Connection | null = null): string[] {
  const opened: string[] = []
  let list: DevicePort[] = []
  const auto = createAutoConnect({
    list: () => list,
    connection: () => connection,
    connect(name) {
      opened.push(name)
      return Promise.reject(new Error('it speaks another language'))
    },
  })
  for (const [index, next] of lists.entries()) {
    list = next
    if (index === 0) auto.start()
    auto.look()
  }
  return opened
}

describe('a board that is plugged in', () => {
  const board = port('/dev/ttyACM0')

  it('is connected where it is the only one, once', () => {
    expect(connected([[SIMULATED], [SIMULATED, board], [SIMULATED, board]])).toEqual(['/dev/ttyACM0'])
    expect(connected([[SIMULATED], [board], [SIMULATED], [board]])).toHaveLength(2)
  })

  it.each<[string, DevicePort[][], Connection | null]>([
    ['was there at the start', [[board], [board]], null],
    ['is one of two', [[], [board, port('/dev/ttyACM1')]], null],
    ['comes beside another', [[port('COM1')], [port('COM1'), board]], null],
    ['is used by another program', [[], [port('COM1', { busyBy: 'arduino' })]], null],
    ['comes while another is connected', [[], [board]], CONNECTION],
    ['is a part of this computer', [[], [port('computer:microphone')]], null],
  ])('waits to be chosen where it %s', (_, lists, connection) => {
    expect(connected(lists, connection)).toEqual([])
  })
})
