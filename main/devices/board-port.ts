/** A byte stream to a board. serialport, TCP and simulated boards implement it; flashers and protocols use only this. */
export interface BoardPort {
  /** Resolves when the bytes have been handed to the system. Rejects with `device/unplugged` once closed. */
  write(bytes: Uint8Array): Promise<void>
  onData(listener: (bytes: Uint8Array) => void): () => void
  /** Called once: `asked` after our own close, `lost` when the board went away. */
  onClose(listener: (reason: 'asked' | 'lost') => void): () => void
  /** Control lines; resolves false where the stream has none (pty, TCP). */
  setSignals(signals: { dtr?: boolean; rts?: boolean }): Promise<boolean>
  setBaudRate(baudRate: number): Promise<void>
  close(): Promise<void>
}
