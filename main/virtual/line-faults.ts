/** A bad cable on purpose: bytes on their way to the computer are lost, damaged, late or held up. Seeded. */
import { type LineFaults, NO_FAULTS } from '../../shared/model/fault.ts'
import { createRandom } from '../../shared/simulation/random.ts'
import type { BoardPort } from '../devices/board-port.ts'

export interface FaultyLine {
  set(faults: LineFaults): void
  current(): LineFaults
  /** Nothing arrives for this long; then what was held up comes all at once. */
  stall(ms: number): void
  wrap(port: BoardPort): BoardPort
}

/** What can go wrong with a simulated board, whichever it is. */
export interface BoardFaults {
  /** Takes the cable out, or puts it in. */
  plug(inserted: boolean): void
  /** Lost, damaged and late bytes, and a clock that drifts. */
  setLine(faults: LineFaults): void
  line(): LineFaults
  stall(ms: number): void
  /** The reset button. */
  reset(): void
  /** Comes back under another port name, as boards do after flashing. */
  rename(): void
}

interface Parcel {
  dueMs: number
  bytes: Uint8Array
}

export function createFaultyLine(seed: number): FaultyLine {
  const random = createRandom(seed)
  let faults = NO_FAULTS
  let heldUntilMs = 0

  function damage(bytes: Uint8Array): Uint8Array {
    const { dropPerThousand, corruptPerThousand } = faults
    if (dropPerThousand === 0 && corruptPerThousand === 0) return bytes
    return bytes
      .filter(() => random.uniform() * 1000 >= dropPerThousand)
      .map((byte) =>
        random.uniform() * 1000 < corruptPerThousand ? byte ^ (1 << Math.floor(random.uniform() * 8)) : byte,
      )
  }

  function wrap(port: BoardPort): BoardPort {
    const listeners = new Set<(bytes: Uint8Array) => void>()
    let parcels: Parcel[] = []
    let timer: ReturnType<typeof setTimeout> | null = null

    function deliver(bytes: Uint8Array): void {
      if (bytes.length > 0) for (const listener of [...listeners]) listener(bytes)
    }

    function deliverDue(): void {
      timer = null
      const now = performance.now()
      while (parcels[0] && parcels[0].dueMs <= now) deliver(parcels.shift()!.bytes)
      if (parcels[0]) timer = setTimeout(deliverDue, Math.max(1, parcels[0].dueMs - now))
    }

    port.onData((arrived) => {
      const bytes = damage(arrived)
      const now = performance.now()
      const late = faults.jitterMs > 0 ? random.uniform() * faults.jitterMs : 0
      // Never before what came earlier: a serial line keeps its order.
      const dueMs = Math.max(now + late, heldUntilMs, parcels.at(-1)?.dueMs ?? 0)
      if (dueMs <= now) return deliver(bytes)
      parcels.push({ dueMs, bytes: bytes.slice() })
      timer ??= setTimeout(deliverDue, dueMs - now)
    })
    port.onClose(() => {
      if (timer) clearTimeout(timer)
      timer = null
      parcels = []
      listeners.clear()
    })
    return {
      ...port,
      onData(listener) {
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
    }
  }

  return {
    set: (next) => void (faults = next),
    current: () => faults,
    stall: (ms) => void (heldUntilMs = performance.now() + ms),
    wrap,
  }
}
