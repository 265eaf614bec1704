/** Records from a board of another process through a pseudo terminal into a project, and looks for what is missing. */
import { openTestBackend, type TestBackend } from './backend.ts'
import { plugCable, startBoard } from './cable.ts'

export interface Throughput {
  readings: number
  lost: number
  /** Readings whose first value does not follow the one before. */
  outOfOrder: number
  /** Of one core, while it recorded. */
  cpuShare: number
}

export interface ThroughputOptions {
  board: string
  rate: number
  seconds: number
  /** The value after which the board counts from 0 again. */
  wrap: number
}

/** The first second of a stream that begins in a rush does not tell its rate; after these the workbench knows it. */
const SETTLE_SECONDS = 5

function untilPassed(backend: TestBackend, readings: number): Promise<void> {
  let left = readings
  return new Promise((resolve) => {
    const end = backend.on('devices/readings', ({ payload }) => {
      left -= payload.values.length / payload.axes.length
      if (left <= 0) resolve(end())
    })
  })
}

export async function measureThroughput({ board, rate, seconds, wrap }: ThroughputOptions): Promise<Throughput> {
  const cable = await plugCable()
  const [computer, end] = cable.ends
  const child = startBoard(end, board, rate)
  const backend = await openTestBackend()
  try {
    await backend.call('project/create', { name: 'Throughput', path: backend.path('t.tinyml'), template: 'empty' })
    await backend.call('devices/connect', { port: computer })
    await untilPassed(backend, rate * SETTLE_SECONDS)
    const cpuBefore = process.cpuUsage()
    const started = performance.now()
    const taken = await backend.call('record/start', { label: 'all', seconds, countdownMs: 0 })
    const { user, system } = process.cpuUsage(cpuBefore)
    const cpuShare = (user + system) / 1000 / (performance.now() - started)
    const { sample, values } = await backend.call('samples/get', { id: taken.sampleIds[0]! })
    const axes = sample.axes.length
    let outOfOrder = 0
    for (let at = axes; at < values.length; at += axes) {
      if (values[at] !== (values[at - axes]! + 1) % wrap) outOfOrder++
    }
    return { readings: values.length / axes, lost: taken.lost, outOfOrder, cpuShare }
  } finally {
    child.kill()
    await backend.close()
    cable.unplug()
  }
}
