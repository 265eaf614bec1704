/** The browser host as a program: backend and page server in one process. Started by `npm start`. */
import { resolve } from 'node:path'
import { serve } from '../shared/contract/server.ts'
import { built } from './paths.ts'
import { startBrowserHost } from './server/browser-host.ts'
import { logBug, startHostBackend } from './server/host-backend.ts'

/** Given by the starter so that the page can go on when this process had to be started again. */
const session = process.env['TINYML_SESSION']
const port = Number(process.env['TINYML_PORT'] ?? 0)

async function run(): Promise<void> {
  const words = process.argv.slice(2)
  const file = words.find((word) => word.endsWith('.tinyml'))
  const backend = await startHostBackend({
    host: 'browser',
    reopen: words.includes('--reopen'),
    project: file === undefined ? null : resolve(file),
    // The same for every process that one starter starts.
    window: `browser-${process.ppid}`,
  })
  const host = await startBrowserHost({
    folder: built('renderer'),
    port,
    ...(session === undefined ? {} : { session }),
    onPeer: (transport) => {
      serve(backend, transport, { onBug: logBug })
    },
  })
  process.send?.({ address: host.address, port: host.port })
  if (!process.send) process.stdout.write(`${host.address}\n`)
  const end = (): void => {
    void Promise.allSettled([host.close(), backend.close()]).then(() => process.exit(0))
  }
  process.once('SIGINT', end).once('SIGTERM', end).once('disconnect', end)
}

await run()
