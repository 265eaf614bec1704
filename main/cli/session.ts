/** A backend of the CLI's own, reached through the same bridge as the app's, with Ctrl-C as cancel. */
import { connect } from '../../shared/contract/client.ts'
import type { CallOptions, Client } from '../../shared/contract/api.ts'
import type { Input, OperationName, Output } from '../../shared/contract/operations.ts'
import { createMemoryTransportPair } from '../../shared/contract/memory-transport.ts'
import { serve } from '../../shared/contract/server.ts'
import { createBackend } from '../backend.ts'
import { resolve } from 'node:path'

export interface CliSession {
  client: Client
  signal: AbortSignal
  call<K extends OperationName>(name: K, input: Input<K>, onProgress?: CallOptions<K>['onProgress']): Promise<Output<K>>
}

/** Runs `work` with a fresh backend and closes everything afterwards, whatever happened. */
export async function withBackend<T>(work: (session: CliSession) => Promise<T>): Promise<T> {
  const backend = await createBackend({ host: 'cli' })
  const [near, far] = createMemoryTransportPair()
  serve(backend, far)
  const client = connect(near)
  const controller = new AbortController()
  const interrupt = (): void => controller.abort()
  process.once('SIGINT', interrupt)
  try {
    return await work({
      client,
      signal: controller.signal,
      call: (name, input, onProgress) =>
        client.call(name, input, { signal: controller.signal, ...(onProgress ? { onProgress } : {}) }),
    })
  } finally {
    process.off('SIGINT', interrupt)
    client.close()
    await backend.close()
  }
}

/** The same with a project open. */
export function withProject<T>(file: string, work: (session: CliSession) => Promise<T>): Promise<T> {
  return withBackend(async (session) => {
    await session.call('project/open', { path: resolve(file) })
    return work(session)
  })
}
