/** Judges a stream window by window: on the computer, on the board, or the same windows on both. */
import type { EventPayload } from '../../shared/contract/events.ts'
import type { Quantization } from '../../shared/quantize/quantization.ts'
import type { BoardAnswer, Readings } from './board-session.ts'
import type { RowHistory } from './row-history.ts'

interface Answer {
  output: Int8Array
  scores: Float32Array
  /** How strange the window is; empty or absent where the model has no detector. */
  anomaly?: Float32Array
}

export interface LiveModel {
  windowRows: number
  strideRows: number
  labels: string[]
  /** Of the board's int8 answers. */
  output: Quantization
  /** Score above which a window is an ANOMALY; null without a detector. */
  anomalyThreshold?: number | null
  /** int8 scores of one raw window, computed by the runtime that the board also runs. */
  classify?(raw: Float32Array): Answer
  /** The same where it cannot be had at once: by code of a person's own, which runs apart. */
  classifyLater?(raw: Float32Array): Promise<Answer>
}

export interface LiveOptions {
  on: 'computer' | 'board' | 'both'
  /** Below this certainty the answer is "Not sure". */
  threshold: number
  rateHz: number
  model: LiveModel
  history: RowHistory
  /** Picks the model's axes out of a row of the stream. */
  pickAxes(rows: Float32Array): Float32Array
  publish(result: EventPayload<'live/result'>): void
  now(): number
  /** Nothing can be judged any more. */
  onEnd(): void
}

export interface LiveJudge {
  readings(readings: Readings): void
  answer(answer: BoardAnswer): void
}

/** int8 answers as scores, or as the values of a regression. */
function scoresOf(output: Int8Array, { scale, zeroPoint }: Quantization): Float32Array {
  return Float32Array.from(output, (value) => (value - zeroPoint) * scale)
}

export function createLiveJudge(options: LiveOptions): LiveJudge {
  const { model, history } = options
  let nextRow = -1
  let waiting: BoardAnswer[] = []
  let agree = 0
  let compared = 0
  /** Answers that are still being worked out. */
  let late = 0
  let rowTime = { row: 0, tMs: 0 }

  function publish(
    on: 'computer' | 'board',
    row: number,
    { scores, anomaly }: { scores: Float32Array; anomaly: number | undefined },
    latencyMs: number,
  ): void {
    const threshold = model.anomalyThreshold ?? null
    const best = scores.reduce((winner, score, index) => (score > scores[winner]! ? index : winner), 0)
    options.publish({
      tMs: rowTime.tMs + ((row - rowTime.row) * 1000) / options.rateHz,
      on,
      label: scores[best]! >= options.threshold ? (model.labels[best] ?? null) : null,
      scores: model.labels.map((label, index) => ({ label, score: scores[index] ?? 0 })),
      ...(anomaly !== undefined && threshold !== null && { anomaly: { score: anomaly, threshold } }),
      latencyMs,
      agree,
      compared,
    })
  }

  async function judgeLater(lastRow: number, answer: Promise<Answer>, started: number): Promise<void> {
    late++
    try {
      const { scores, anomaly } = await answer
      publish('computer', lastRow, { scores, anomaly: anomaly?.[0] }, options.now() - started)
    } catch {
      // The code cannot judge this window, nor the next: what is wrong with it shows where its features are computed.
      options.onEnd()
    } finally {
      late--
    }
  }

  function judge(lastRow: number): Answer | null {
    const rows = history.slice(lastRow - model.windowRows + 1, lastRow)
    // A stream that is faster than the answers leaves windows out.
    if (!rows || late > 0) return null
    const started = options.now()
    if (model.classifyLater) void judgeLater(lastRow, model.classifyLater(options.pickAxes(rows)), started)
    if (!model.classify) return null
    const answer = model.classify(options.pickAxes(rows))
    const { scores, anomaly } = answer
    publish('computer', lastRow, { scores, anomaly: anomaly?.[0] }, options.now() - started)
    return answer
  }

  function judgeOwnWindows(): void {
    if (nextRow < history.oldest + model.windowRows - 1) nextRow = history.oldest + model.windowRows - 1
    for (; nextRow <= history.newest; nextRow += model.strideRows) judge(nextRow)
  }

  /** The board's answer may come before the rows that it saw: then it waits for them. */
  function settle(answer: BoardAnswer): void {
    if (options.on === 'both') {
      const own = judge(answer.row)
      if (own) {
        compared++
        const same = own.output.every((value, index) => value === answer.output[index])
        if (same && own.anomaly?.[0] === answer.anomaly) agree++
      }
    }
    const { row, output, anomaly, dspUs, inferenceUs } = answer
    publish('board', row, { scores: scoresOf(output, model.output), anomaly }, (dspUs + inferenceUs) / 1000)
  }

  return {
    readings({ row, tMs, values }) {
      rowTime = { row, tMs }
      history.add(row, values)
      if (options.on === 'computer') return judgeOwnWindows()
      const ready = waiting.filter((answer) => answer.row <= history.newest)
      waiting = waiting.filter((answer) => answer.row > history.newest)
      ready.forEach(settle)
    },
    answer(answer) {
      if (options.on === 'computer') return
      if (answer.row <= history.newest) settle(answer)
      else waiting.push(answer)
    },
  }
}
