import { useCallback, useEffect, useRef, useState } from 'react'
import { AppError } from '../../shared/contract/errors.ts'
import type { Input, OperationName, Output, Progress } from '../../shared/contract/operations.ts'
import { useClient } from './client.tsx'

export interface OperationState<K extends OperationName> {
  running: boolean
  /** Kept until the next run; show it with `<ErrorAlert error={…} />` under what caused it. Cancelling is no error. */
  error: AppError | null
  progress: Progress<K> | null
}

export interface UsedOperation<K extends OperationName> extends OperationState<K> {
  /** Resolves to null where it ended with an error (then in `error`) or was cancelled. Leaving the page stops nothing. */
  run: (input: Input<K>, onProgress?: (progress: Progress<K>) => void) => Promise<Output<K> | null>
  cancel: () => void
  clearError: () => void
}

export function toAppError(error: unknown): AppError {
  return error instanceof AppError ? error : new AppError('app/bug', { cause: error, data: { detail: String(error) } })
}

/** One operation of the backend with its state. */
export function useOperation<K extends OperationName>(name: K): UsedOperation<K> {
  const client = useClient()
  const [state, setState] = useState<OperationState<K>>({ running: false, error: null, progress: null })
  const controller = useRef<AbortController | null>(null)
  const shown = useRef(true)
  useEffect(() => {
    shown.current = true
    return () => void (shown.current = false)
  }, [])

  const run = useCallback<UsedOperation<K>['run']>(
    async (input, onProgress) => {
      const aborter = new AbortController()
      controller.current = aborter
      const show = (changes: Partial<OperationState<K>>): void => {
        if (shown.current && controller.current === aborter) setState((before) => ({ ...before, ...changes }))
      }
      show({ running: true, error: null, progress: null })
      try {
        const output = await client.call(name, input, {
          signal: aborter.signal,
          onProgress: (progress) => {
            show({ progress })
            onProgress?.(progress)
          },
        })
        show({ running: false })
        return output
      } catch (thrown) {
        const error = toAppError(thrown)
        show({ running: false, error: error.code === 'app/cancelled' ? null : error })
        return null
      }
    },
    [client, name],
  )
  const cancel = useCallback(() => controller.current?.abort(), [])
  const clearError = useCallback(() => setState((before) => ({ ...before, error: null })), [])
  return { ...state, run, cancel, clearError }
}
