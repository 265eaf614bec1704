/** The backend as a child process: bytes over a pipe of its own, started again on request. */
import { type ChildProcess, spawn } from 'node:child_process'
import { Duplex } from 'node:stream'
import { type Channels, createChannels } from '../../shared/contract/channels.ts'
import type { Transport } from '../../shared/contract/transport.ts'

/** Where the child finds its end of the pipe. */
const PIPE = 3

export interface BackendOptions {
  /** A Node binary, or Electron's own run as Node. */
  executable: string
  file: string
  environment: NodeJS.ProcessEnv
  onExit: () => void
}

export interface BackendChild {
  isRunning(): boolean
  /** Starts the backend. `reopen` asks it to open the project that was open before. */
  start(reopen: boolean): void
  /** A connection for one page load; null while no backend runs. */
  openChannel(): Transport | null
  /** Lets go of the backend, which then closes the project and ends by itself. */
  stop(): void
}

export function createBackendChild(options: BackendOptions): BackendChild {
  let child: ChildProcess | null = null
  let channels: Channels | null = null
  let pipe: Duplex | null = null

  function start(reopen: boolean): void {
    if (child) return
    const started = spawn(options.executable, [options.file, ...(reopen ? ['--reopen'] : [])], {
      env: options.environment,
      stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
    })
    child = started
    const ours = started.stdio[PIPE]
    if (!(ours instanceof Duplex)) throw new Error('The backend has no pipe.')
    pipe = ours
    channels = joinPipe(ours)
    let ended = false
    const end = (): void => {
      if (ended) return
      ended = true
      if (child === started) child = null
      options.onExit()
    }
    // A binary that cannot be started gives `error` and no `exit`.
    started.once('error', end)
    started.once('exit', end)
  }

  return {
    isRunning: () => child !== null,
    start,
    openChannel: () => (child && channels ? channels.open() : null),
    stop() {
      pipe?.destroy()
    },
  }
}

function joinPipe(pipe: Duplex): Channels {
  const channels = createChannels(
    {
      get bufferedBytes() {
        return pipe.writableLength
      },
      write(bytes) {
        if (!pipe.destroyed) pipe.write(bytes)
      },
    },
    () => undefined,
  )
  pipe.on('data', (chunk: Buffer) => channels.push(chunk))
  // An error is followed by `close`, which is where the channels end.
  pipe.on('error', () => undefined)
  pipe.once('close', () => channels.end())
  return channels
}
