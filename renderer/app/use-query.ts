import { useCallback, useEffect, useRef, useState } from 'react'
import type { AppError } from '../../shared/contract/errors.ts'
import type { EventName } from '../../shared/contract/events.ts'
import type { Input, OperationName, Output } from '../../shared/contract/operations.ts'
import { useClient, useConnection } from './client.tsx'
import { toAppError } from './use-operation.ts'

interface QueryOptions {
  /** Events after which the answer is read again. */
  refreshOn?: readonly EventName[]
  /** False while there is nothing to ask for. */
  enabled?: boolean
  /** Reads again whenever this changes, for example `project.path` or a step's state. */
  version?: unknown
}

export interface Query<T> {
  /** The last answer; it stays while a newer one is being read. */
  data: T | null
  error: AppError | null
  loading: boolean
  reload: () => void
}

const NO_EVENTS: readonly EventName[] = []

/** What an operation answers, read again when its input or one of `refreshOn` says so. At most one call runs. */
export function useQuery<K extends OperationName>(
  name: K,
  input: Input<K>,
  options: QueryOptions = {},
): Query<Output<K>> {
  const { refreshOn = NO_EVENTS, enabled = true, version } = options
  const client = useClient()
  const connection = useConnection()
  const [state, setState] = useState<Omit<Query<Output<K>>, 'reload'>>({ data: null, error: null, loading: enabled })
  const [reads, setReads] = useState(0)
  const reload = useCallback(() => setReads((count) => count + 1), [])
  const latestInput = useRef(input)
  latestInput.current = input
  // A list is often written in place: the first one stays.
  const [watched] = useState(refreshOn)
  const inputKey = JSON.stringify(input)

  useEffect(() => {
    if (!enabled || connection === 'closed') return
    const aborter = new AbortController()
    setState((before) => ({ ...before, loading: true }))
    client.call(name, latestInput.current, { signal: aborter.signal }).then(
      (data) => {
        if (!aborter.signal.aborted) setState({ data, error: null, loading: false })
      },
      (error: unknown) => {
        if (!aborter.signal.aborted) setState((before) => ({ ...before, error: toAppError(error), loading: false }))
      },
    )
    return () => aborter.abort()
  }, [client, name, inputKey, enabled, reads, connection, version])

  useEffect(() => {
    const ends = watched.map((event) => client.on(event, reload))
    return () => ends.forEach((end) => end())
  }, [client, watched, reload])

  return { ...state, reload }
}
