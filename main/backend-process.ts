/** The backend as the shell's child: serves the pages that the shell connects through the pipe at descriptor 3. */
import { Socket } from 'node:net'
import { serve } from '../shared/contract/server.ts'
import { logBug, startHostBackend } from './server/host-backend.ts'
import { pipeChannels } from './server/pipe-host.ts'

const PIPE = 3

async function run(): Promise<void> {
  const pipe = new Socket({ fd: PIPE, readable: true, writable: true })
  // Ctrl-C in a terminal reaches this process too; it ends with its pipe, after the project is closed.
  process.on('SIGINT', () => undefined)
  const closed = new Promise<void>((resolve) => pipe.once('close', () => resolve()))
  // Bytes wait in the pipe until it is read from.
  const backend = await startHostBackend({
    host: 'electron',
    reopen: process.argv.includes('--reopen'),
    project: null,
    window: 'electron',
  })
  pipeChannels(pipe, (transport) => {
    serve(backend, transport, { onBug: logBug })
  })
  await closed
  await backend.close()
  process.exit(0)
}

await run()
