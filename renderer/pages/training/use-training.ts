/** Starting, watching and stopping a training. Epochs are shown once a frame, however fast they come. */
import { useEffect, useRef, useState } from 'react'
import type { Epoch } from '../../../shared/model/run.ts'
import { useAppState } from '../../app/store.ts'
import { useOperation } from '../../app/use-operation.ts'

export interface LiveTraining {
  learnId: string
  epochs: readonly Epoch[]
  planned: number
  /** Until the last planned epoch, as fast as it went so far. */
  leftMs: number
}

interface Arrived {
  learnId: string
  startedAt: number
  epochs: Epoch[]
}

const NOTHING: Arrived = { learnId: '', startedAt: 0, epochs: [] }

export function useTraining() {
  const training = useOperation('training/train')
  const stopping = useOperation('training/stop')
  const runsElsewhere = useAppState((state) => state.steps.training.state === 'running')
  const [live, setLive] = useState<LiveTraining | null>(null)
  const arrived = useRef(NOTHING)
  const frame = useRef(0)
  useEffect(() => () => cancelAnimationFrame(frame.current), [])

  async function train(question: { resume?: boolean; learnId?: string } = {}): Promise<boolean> {
    arrived.current = NOTHING
    setLive({ learnId: '', epochs: [], planned: 0, leftMs: 0 })
    const run = await training.run(question, ({ learnId, epoch, epochs: planned }) => {
      // One network after the other: each begins its own curve.
      if (arrived.current.learnId !== learnId) arrived.current = { learnId, startedAt: performance.now(), epochs: [] }
      if (!epoch) return
      const { epochs, startedAt } = arrived.current
      epochs.push(epoch)
      const leftMs = ((performance.now() - startedAt) / epochs.length) * Math.max(0, planned - epoch.epoch)
      cancelAnimationFrame(frame.current)
      frame.current = requestAnimationFrame(() => setLive({ learnId, epochs: [...epochs], planned, leftMs }))
    })
    cancelAnimationFrame(frame.current)
    setLive(null)
    return run !== null
  }
  return {
    train,
    stop: () => void stopping.run({}),
    live,
    running: training.running || runsElsewhere,
    error: training.error ?? stopping.error,
  }
}
