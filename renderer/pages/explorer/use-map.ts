/** The map of the samples: made by itself whenever data or settings change; the old one stays until the new one is there. */
import { useCallback, useEffect, useRef, useState } from 'react'
import type { AppError } from '../../../shared/contract/errors.ts'
import type { Input, Output, Progress } from '../../../shared/contract/operations.ts'
import { useClient } from '../../app/client.tsx'
import { useAppState } from '../../app/store.ts'
import { toAppError } from '../../app/use-operation.ts'

export type MapData = Output<'explorer/map'>

export interface UsedMap {
  map: MapData | null
  making: boolean
  progress: Progress<'explorer/map'> | null
  error: AppError | null
  cancel: () => void
}

type Made = Omit<UsedMap, 'cancel'>

export function useMap(settings: Input<'explorer/map'>): UsedMap {
  const client = useClient()
  const version = useDataVersion()
  const [made, setMade] = useState<Made>({ map: null, making: true, progress: null, error: null })
  const running = useRef<AbortController | null>(null)
  const key = JSON.stringify(settings)
  useEffect(() => {
    const aborter = new AbortController()
    running.current = aborter
    const show = (changes: Partial<Made>): void => {
      if (running.current === aborter) setMade((before) => ({ ...before, ...changes }))
    }
    show({ making: true, progress: null, error: null })
    const input = JSON.parse(key) as Input<'explorer/map'>
    client.call('explorer/map', input, { signal: aborter.signal, onProgress: (progress) => show({ progress }) }).then(
      (map) => show({ map, making: false }),
      (thrown: unknown) => {
        const error = toAppError(thrown)
        show({ making: false, error: error.code === 'app/cancelled' ? null : error })
      },
    )
    return () => aborter.abort()
  }, [client, key, version])
  const cancel = useCallback(() => running.current?.abort(), [])
  return { ...made, cancel }
}

/** Changes with the samples, the impulse and the model. */
export function useDataVersion(): string {
  const client = useClient()
  const [samples, setSamples] = useState(0)
  useEffect(() => client.on('samples/changed', () => setSamples((count) => count + 1)), [client])
  const path = useAppState((state) => state.project?.path)
  const features = useAppState((state) => state.steps.features.state === 'running')
  const impulse = useAppState((state) => state.project?.undo?.includes('impulse') === true && state.project.undo)
  const model = useAppState((state) => state.model?.runId)
  return `${path} ${samples} ${impulse} ${model} ${features}`
}
