/** Plugging a board in connects it, where it is the only one: nobody has to choose between one thing. */
import type { DevicePort } from '../../shared/model/board.ts'
import type { DeviceManager } from '../devices/device-manager.ts'

export interface AutoConnect {
  /** Boards that are there now wait to be chosen. */
  start(): void
  /** To be called whenever something about boards changed. */
  look(): void
}

export function createAutoConnect(devices: Pick<DeviceManager, 'list' | 'connection' | 'connect'>): AutoConnect {
  let known: Set<string> | null = null

  const realBoards = (): DevicePort[] => devices.list().filter(isRealBoard)
  function remember(boards: readonly DevicePort[]): void {
    known = new Set(boards.map((port) => port.port))
  }

  return {
    start: () => remember(realBoards()),
    look() {
      const before = known
      if (!before) return
      const boards = realBoards()
      remember(boards)
      const [only] = boards
      if (!only || boards.length > 1 || before.has(only.port)) return
      if (devices.connection() !== null || only.busyBy !== null) return
      // What it speaks may be unknown: the person sees it in the list, and the diagnosis says why.
      devices.connect(only.port).catch(() => undefined)
    },
  }
}

function isRealBoard({ port, simulated }: DevicePort): boolean {
  return !simulated && !port.startsWith('computer:')
}
