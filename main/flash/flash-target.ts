/** What a flasher needs of a board that becomes a mass-storage volume: its serial port and its volume. */
import type { BoardPort } from '../devices/board-port.ts'

export interface FlashVolume {
  /** What the file manager shows. */
  name: string
  /**
   * Writes the UF2 file; resolves when the board has taken all of it. Stops between pieces when `signal` is aborted; the
   * board then stays a volume and can be flashed again.
   */
  write(file: Uint8Array, options: { onBytes(done: number): void; signal: AbortSignal }): Promise<void>
}

export interface FlashTarget {
  /** The board's serial port, when it is there. Rejects with a `device/…` error otherwise. */
  openPort(): Promise<BoardPort>
  findVolume(): Promise<FlashVolume | null>
}
