import { useEffect, useRef } from 'react'
import type { EventMessage } from '../../shared/contract/api.ts'
import type { EventName } from '../../shared/contract/events.ts'
import { useClient } from './client.tsx'

/** Calls the listener for every event while the component is shown. Streams are not to be put into React state. */
export function useEvent<K extends EventName>(name: K, listener: (event: EventMessage<K>) => void): void {
  const client = useClient()
  const latest = useRef(listener)
  latest.current = listener
  useEffect(() => client.on(name, (event) => latest.current(event)), [client, name])
}
