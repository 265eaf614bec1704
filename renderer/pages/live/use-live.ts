/** Live answers for the page: drawn once a frame, however fast they come. */
import { useCallback, useEffect, useRef, useState } from 'react'
import { useAppState } from '../../app/store.ts'
import { useEvent } from '../../app/use-event.ts'
import { type Answers, type LiveResult, type Side, withAnswer } from './answers.ts'

export type BothAnswers = Readonly<Record<Side, Answers>>

const NONE: BothAnswers = { computer: [], board: [] }

export interface LiveAnswers {
  answers: BothAnswers
  /** The last answer that compared both sides. */
  compared: LiveResult | null
  /** Stretch of the newest judged window, in seconds of board time. */
  mark: { current: { from: number; to: number } | null }
}

export function useLiveAnswers(windowMs: number): LiveAnswers {
  const running = useAppState((state) => state.live)
  const [shown, setShown] = useState<{ answers: BothAnswers; compared: LiveResult | null }>({
    answers: NONE,
    compared: null,
  })
  const arrived = useRef(shown)
  const frame = useRef(0)
  const mark = useRef<{ from: number; to: number } | null>(null)
  const draw = useCallback(() => {
    frame.current = 0
    setShown(arrived.current)
  }, [])

  useEvent('live/result', ({ payload }) => {
    const { answers, compared } = arrived.current
    arrived.current = {
      answers: { ...answers, [payload.on]: withAnswer(answers[payload.on], payload) },
      compared: payload.compared > 0 ? payload : compared,
    }
    mark.current = { from: (payload.tMs - windowMs) / 1000, to: payload.tMs / 1000 }
    if (frame.current === 0) frame.current = requestAnimationFrame(draw)
  })
  useEffect(() => () => cancelAnimationFrame(frame.current), [])
  useEffect(() => {
    // Each start counts from nothing; after a stop the last answers stay to be read.
    if (!running) {
      mark.current = null
      return
    }
    arrived.current = { answers: NONE, compared: null }
    setShown(arrived.current)
  }, [running])
  return { ...shown, mark }
}

/** A value at most once in `everyMs`: what is read aloud must not run ahead of the voice. */
export function useThrottled(value: string, everyMs: number): string {
  const [said, setSaid] = useState(value)
  const latest = useRef(value)
  useEffect(() => {
    latest.current = value
  })
  useEffect(() => {
    const timer = setInterval(() => setSaid(latest.current), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return said
}
