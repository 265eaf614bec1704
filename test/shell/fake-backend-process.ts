/** Stands at the pipe where the backend would, with answers that a test can predict. */
import { Socket } from 'node:net'
import { pipeChannels } from '../../main/server/pipe-host.ts'
import { AppError } from '../../shared/contract/errors.ts'
import { serve } from '../../shared/contract/server.ts'
import { fakeBackend } from '../support/fake-backend.ts'

const reopened = process.argv.includes('--reopen')
let received = 0

const backend = fakeBackend({
  'app/info': () => ({
    version: String(process.pid),
    host: reopened ? 'reopened' : 'first',
    platform: process.version,
    projectsFolder: String(received),
    startProblem: null,
  }),
  'samples/thumbnails': ({ ids }) => {
    const values = Float32Array.of(...ids.map((id) => id / 3))
    backend.publish('devices/readings', { tMs: 1, rateHz: 10, axes: ['a'], units: ['g'], lost: 0, values })
    return [{ id: 1, axes: 1, values }]
  },
  'samples/import': ({ files }, { progress }) => {
    progress({ stage: 'reading', done: 1, total: 1 })
    const bytes = files[0]?.bytes ?? new Uint8Array(0)
    return {
      taken: bytes.length,
      skipped: [],
      duplicates: 0,
      notes: [],
      labels: { sum: bytes.reduce((sum, byte) => sum + byte, 0) },
    }
  },
  'project/open': ({ path }) => {
    throw new AppError('project/damaged', { message: `${path} is cut short.`, data: { path } })
  },
  'features/compute': (_input, { signal }) =>
    new Promise((_resolve, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
    ),
})

const pipe = new Socket({ fd: 3, readable: true, writable: true })
pipeChannels(pipe, (transport) => {
  transport.onFrame(() => (received += 1))
  serve(backend, transport)
})
pipe.once('close', () => process.exit(0))
