/** The bootloader of a simulated Uno: answers STK500 version 1 for a while after a reset, then lets the program start. */

export interface Stk500Loader {
  /** A byte from the computer. */
  take(byte: number): void
  /** True once the computer has said goodbye. */
  readonly finished: boolean
  /** True once a question was understood: then it waits for more. */
  readonly engaged: boolean
}

const END = 0x20
const SIGNATURE = [0x1e, 0x95, 0x0f]
/** Bytes after the command, without those of a page and the closing mark. */
const ARGUMENTS: Record<number, number> = {
  0x30: 0,
  0x41: 1,
  0x42: 20,
  0x45: 5,
  0x50: 0,
  0x51: 0,
  0x55: 2,
  0x56: 4,
  0x64: 3,
  0x74: 3,
  0x75: 0,
}

export function createStk500Loader(flash: Uint8Array, send: (bytes: number[]) => void): Stk500Loader {
  let request: number[] = []
  let address = 0
  let finished = false
  let engaged = false

  /** Bytes of the whole request, or null while that is not known yet. */
  function expected(): number | null {
    const fixed = ARGUMENTS[request[0]!] ?? 0
    if (request[0] !== 0x64) return 1 + fixed + 1
    if (request.length < 3) return null
    return 1 + fixed + pageBytes() + 1
  }
  const pageBytes = (): number => ((request[1] ?? 0) << 8) | (request[2] ?? 0)

  function answer(): number[] {
    const [command = 0] = request
    switch (command) {
      case 0x41:
        return [3]
      case 0x51:
        finished = true
        return []
      case 0x55:
        address = ((request[1] ?? 0) | ((request[2] ?? 0) << 8)) * 2
        return []
      case 0x56:
        return [0]
      case 0x64:
        flash.set(request.slice(4, -1), address)
        return []
      case 0x74:
        return [...flash.subarray(address, address + pageBytes())]
      case 0x75:
        return SIGNATURE
      default:
        return []
    }
  }

  return {
    take(byte) {
      request.push(byte)
      if (!(request[0]! in ARGUMENTS)) {
        request = []
        return
      }
      if (request.length !== expected()) return
      if (byte === END) {
        engaged = true
        send([0x14, ...answer(), 0x10])
      } else send([0x15])
      request = []
    },
    get finished() {
      return finished
    },
    get engaged() {
      return engaged
    },
  }
}
