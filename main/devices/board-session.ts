/** One open board, whatever language it speaks: readings in the axes' units, text for the console, its own answers. */
import type { Axis } from '../../shared/model/sample.ts'
import type { BoardInfo, Connection } from '../../shared/model/board.ts'
import type { AtClient } from './at-client.ts'
import type { AtConfig } from '../../shared/wire/at-config.ts'
import type { BoardLink } from './board-link.ts'

/** Rows as they came, in units. */
export interface Readings {
  /** Number of the first row since the stream began; missing rows are counted. */
  row: number
  /** The board's clock at the first row; the computer's where the board has none. */
  tMs: number
  /** Interleaved rows × axes. */
  values: Float32Array
  /** Rows missing just before these. */
  lost: number
}

/** The board's own answer for the window whose last row is `row`. */
export interface BoardAnswer {
  row: number
  output: Int8Array
  /** How strange the window is, of models that have a detector. */
  anomaly?: number | undefined
  dspUs: number
  inferenceUs: number
}

export interface ConsoleText {
  direction: 'in' | 'out'
  text: string
  /** Why it was not taken as readings; empty where it was. */
  skipped: string
  /** The bytes as they came, where the text does not tell them. */
  bytes?: Uint8Array
  /** What is to be said of it besides, such as its frame. */
  note?: string
}

export interface SessionEvents {
  readings(readings: Readings): void
  answer(answer: BoardAnswer): void
  text(lines: ConsoleText[]): void
  /** The button on the board was pressed. */
  button?(): void
}

export interface BoardSession {
  protocol: Connection['protocol']
  info: BoardInfo | null
  axes: Axis[]
  /** The nominal rate of the stream that runs. */
  rateHz(): number
  startStream(rateHz: number): Promise<void>
  /** Whether lines of text number or time their readings, so that loss is exact. */
  counted?: boolean
  /** Present where the board can classify and be asked. */
  link: BoardLink | null
  /** Present where the board takes AT commands. */
  commands: { client: AtClient; config: AtConfig } | null
  /** For boards that speak text. */
  sendText(text: string): Promise<void>
  /** Absent where bytes of any kind would disturb. */
  sendBytes?(bytes: Uint8Array): Promise<void>
  close(): Promise<void>
}

/** What was sent byte by byte, as the console shows it. */
export function sentBytes(bytes: Uint8Array): ConsoleText {
  return { direction: 'out', text: `${bytes.length} bytes`, skipped: '', bytes }
}
