/** A transport moves whole byte frames between two ends, in order, and says when the other end is gone. Nothing else. */
export interface Transport {
  send(frame: Uint8Array): void
  onFrame(listener: (frame: Uint8Array) => void): void
  onClose(listener: () => void): void
  close(): void
  /** Bytes accepted by `send` that have not left yet; the server drops events above a limit. */
  readonly bufferedBytes: number
}
