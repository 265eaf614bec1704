/** Starting, watching and stopping a training. Epochs are shown once a frame, however fast they come. */
import { useEffect, useRef, useState } from 'react'
import type { Epoch } from '../../../shared/model/run.ts'
import { useAppState } from '../../app/store.ts'
import { useOperation } from '../../app/use-operation.ts'

export function useTraining() {
  const training = useOperation('training/train')
  const stopping = useOperation('training/stop')
  const runsElsewhere = useAppState((state) => state.steps.training.state === 'running')
  const [live, setLive] = useState<{ epochs: readonly Epoch[]; planned: number } | null>(null)
  const arrived = useRef<Epoch[]>([])
  const frame = useRef(0)
  useEffect(() => () => cancelAnimationFrame(frame.current), [])

  async function train(): Promise<boolean> {
    arrived.current = []
    setLive({ epochs: [], planned: 0 })
    const run = await training.run({}, ({ epoch, epochs }) => {
      if (!epoch) return
      arrived.current.push(epoch)
      cancelAnimationFrame(frame.current)
      frame.current = requestAnimationFrame(() => setLive({ epochs: [...arrived.current], planned: epochs }))
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
    stage: training.progress?.stage ?? '',
    error: training.error ?? stopping.error,
    clearError: training.clearError,
  }
}
