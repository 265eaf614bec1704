/** Holds a running Pico, in a worker or in this thread, and remembers the little that others must know of it. */
import { Worker } from 'node:worker_threads'
import { type ErrorData, toErrorData } from '../../shared/contract/errors.ts'
import { built } from '../paths.ts'
import { createPicoDriver, type PicoCommand, type PicoEvent, type PicoSettings } from './pico-driver.ts'
import type { PicoMachine } from './pico-machine.ts'

/** A started Pico: takes commands; its events go to the `emit` it was started with. */
export interface RunningPico {
  send(command: PicoCommand): void
  /** Keeps the process alive while somebody waits for the board. */
  hold(held: boolean): void
  end(): Promise<void>
}

export interface PicoThread {
  send(command: PicoCommand): void
  onEvent(listener: (event: PicoEvent) => void): () => void
  /** True once the computer has enumerated the board. */
  ready(): boolean
  state(): PicoMachine['state']
  /** Why the simulation ended by itself, if it did. */
  failure(): ErrorData | null
  /** Waits for the condition; false when the time is up first. */
  until(condition: () => boolean, timeoutMs: number): Promise<boolean>
  copy(file: Uint8Array): Promise<ErrorData | null>
  hold(held: boolean): void
  end(): Promise<void>
}

export function createPicoThread(start: (emit: (event: PicoEvent) => void) => RunningPico): PicoThread {
  const listeners = new Set<(event: PicoEvent) => void>()
  let ready = false
  let state: PicoMachine['state'] = 'running'
  let failure: ErrorData | null = null
  let holders = 0
  const running = start((event) => {
    if (event.kind === 'usb') ready = event.ready
    if (event.kind === 'state') state = event.state
    if (event.kind === 'failed') failure = event.error
    for (const listener of [...listeners]) listener(event)
  })

  function hold(held: boolean): void {
    holders += held ? 1 : -1
    running.hold(holders > 0)
  }

  function onEvent(listener: (event: PicoEvent) => void): () => void {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }

  function until(condition: () => boolean, timeoutMs: number): Promise<boolean> {
    if (condition()) return Promise.resolve(true)
    hold(true)
    return new Promise((resolve) => {
      const finish = (met: boolean): void => {
        clearTimeout(timer)
        off()
        hold(false)
        resolve(met)
      }
      const timer = setTimeout(() => finish(false), timeoutMs)
      const off = onEvent(() => {
        if (condition()) finish(true)
      })
    })
  }

  return {
    send: (command) => running.send(command),
    onEvent,
    ready: () => ready,
    state: () => state,
    failure: () => failure,
    until,
    copy(file) {
      hold(true)
      return new Promise((resolve) => {
        const off = onEvent((event) => {
          if (event.kind !== 'copied' && event.kind !== 'failed') return
          off()
          hold(false)
          resolve(event.error)
        })
        running.send({ kind: 'copy', file })
      })
    },
    hold,
    async end() {
      ready = false
      for (const listener of [...listeners]) listener({ kind: 'usb', ready: false })
      await running.end()
    },
  }
}

export function startInWorker(settings: PicoSettings, emit: (event: PicoEvent) => void): RunningPico {
  const worker = new Worker(built('main', 'virtual', 'pico-worker.js'), { workerData: settings })
  worker.on('message', emit)
  worker.on('error', (error) => {
    emit({ kind: 'failed', error: toErrorData(error) })
    // For the computer it is as if the cable came out.
    emit({ kind: 'usb', ready: false })
  })
  worker.unref()
  return {
    send: (command) => worker.postMessage(command),
    hold: (held) => (held ? worker.ref() : worker.unref()),
    end: async () => void (await worker.terminate()),
  }
}

const SLICE_SECONDS = 0.005

/** Time passes only while somebody holds the board, as fast as this thread can make it. */
export function startInThisThread(settings: PicoSettings, emit: (event: PicoEvent) => void): RunningPico {
  const driver = createPicoDriver(settings, emit)
  let pending: NodeJS.Immediate | null = null

  function turn(): void {
    pending = setImmediate(turn)
    driver.advance(SLICE_SECONDS)
  }

  return {
    send: (command) => driver.command(command),
    hold(held) {
      if (held) pending ??= setImmediate(turn)
      else if (pending) {
        clearImmediate(pending)
        pending = null
      }
    },
    end() {
      if (pending) clearImmediate(pending)
      pending = null
      return Promise.resolve()
    },
  }
}
