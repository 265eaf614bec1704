/** A board that is recorded in step with the first one: it keeps what it sent between two moments of the computer's clock. */
import type { Health } from '../../shared/model/sample.ts'
import type { BoardSession, Readings } from './board-session.ts'
import type { HostClock } from './host-clock.ts'
import type { TakeWriter } from './take-writer.ts'

/** Readings of other boards may arrive this much later than those of the first one. */
const MEMORY_MS = 1000
/** A take of a further board may be so much shorter than that of the first one. */
const LEAST_SHARE = 0.95
const LEAST_SECONDS = 0.05

/** A stretch of one label, by the computer's clock. */
export interface Span {
  fromMs: number
  /** null while it goes on. */
  untilMs: number | null
  /** Called with the first reading: how much later than `fromMs` it was taken. */
  open(offsetMs: number): TakeWriter
  writer: TakeWriter | null
}

export interface FollowerResult {
  id: number
  health: Health
}

interface Options {
  session: BoardSession
  clock: HostClock
  /** As it is called on screen. */
  name: string
  /** How far back a take may begin. */
  preRollMs: number
  onFinished(result: FollowerResult | null): void
}

interface Queued {
  batch: Readings
  hostMs: number
}

export interface Follower {
  readonly name: string
  readings(batch: Readings): void
  /** The first board has come as far as this: no further is known to belong to the take. */
  advance(untilMs: number): void
  begin(span: Pick<Span, 'fromMs' | 'open'>): void
  end(untilMs: number): void
  /** True while readings that belong to an ended span may still come. */
  isWaiting(): boolean
  health(): Health | null
  /** Ends all spans with what there is. */
  close(reason: string | null): void
}

export function createFollower({ session, clock, name, preRollMs, onFinished }: Options): Follower {
  const axes = session.axes.length
  const periodMs = 1000 / session.rateHz()
  let queue: Queued[] = []
  /** By the computer's clock, how far the first board has come. */
  let knownUntilMs = Number.NEGATIVE_INFINITY
  let spans: Span[] = []

  function rowAt(atMs: number, hostMs: number, rows: number): number {
    // A row within a hair of the moment belongs to it.
    return Math.min(rows, Math.max(0, Math.ceil((atMs - hostMs) / periodMs - 1e-6)))
  }

  function keep(span: Span, { batch, hostMs }: Queued, first: number, end: number): void {
    if (end <= first) return
    const lost = span.writer && first === 0 ? batch.lost : 0
    span.writer ??= span.open(hostMs + first * periodMs - span.fromMs)
    span.writer.keep(batch, { first, end, lost })
  }

  function finish(reason: string | null): void {
    const span = spans.shift()
    if (!span) return
    const why = reason ?? tooShort(span)
    onFinished(
      span.writer?.finish((health) =>
        why === null
          ? health
          : { ...health, ok: false, findings: [{ kind: 'gap', sentence: why }, ...health.findings] },
      ) ?? null,
    )
  }

  /** Gives what is queued to the spans it belongs to, in order, as far as the first board has come. */
  function deal(): void {
    for (let next = queue[0]; next && spans[0]; next = queue[0]) {
      const span = spans[0]
      const rows = next.batch.values.length / axes
      const end = rowAt(span.untilMs ?? knownUntilMs, next.hostMs, rows)
      keep(span, next, Math.min(end, rowAt(span.fromMs, next.hostMs, rows)), end)
      if (end === rows) queue.shift()
      else {
        // The rest of the batch belongs to what comes later.
        queue[0] = after(next, end)
        if (span.untilMs === null) return
        finish(null)
      }
    }
  }

  function after({ batch, hostMs }: Queued, rows: number): Queued {
    if (rows === 0) return { batch, hostMs }
    const passedMs = rows * periodMs
    const rest = { row: batch.row + rows, tMs: batch.tMs + passedMs, values: batch.values.slice(rows * axes), lost: 0 }
    return { batch: rest, hostMs: hostMs + passedMs }
  }

  return {
    name,
    readings(batch) {
      const rows = batch.values.length / axes
      const hostMs = clock.toHost(batch.tMs + (rows - 1) * periodMs) - (rows - 1) * periodMs
      queue.push({ batch, hostMs })
      deal()
      while (spans.length === 0 && queue[0] && queue[0].hostMs < hostMs - MEMORY_MS - preRollMs) queue.shift()
    },
    advance(untilMs) {
      knownUntilMs = untilMs
      deal()
    },
    begin({ fromMs, open }) {
      spans.push({ fromMs, untilMs: null, open, writer: null })
      deal()
    },
    end(untilMs) {
      const last = spans.at(-1)
      if (last) last.untilMs ??= untilMs
      deal()
    },
    isWaiting: () => spans.length > 0,
    health: () => spans[0]?.writer?.health() ?? null,
    close(reason) {
      knownUntilMs = Number.POSITIVE_INFINITY
      deal()
      while (spans.length > 0) finish(reason)
      spans = []
      queue = []
    },
  }
}

/** It came in late or stopped early, though nothing says why. */
function tooShort({ fromMs, untilMs, writer }: Span): string | null {
  if (untilMs === null || !writer) return null
  const wanted = (untilMs - fromMs) / 1000
  const came = writer.seconds()
  return came >= wanted * LEAST_SHARE - LEAST_SECONDS ? null : `It sent ${came.toFixed(2)} s of ${wanted.toFixed(2)} s.`
}
