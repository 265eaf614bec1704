/** Gives every page the one connection to the backend. */
import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react'
import type { Bridge, BridgeClient, Connection } from '../ipc/bridge.ts'

const BridgeContext = createContext<Bridge | null>(null)

export function BridgeProvider({ bridge, children }: { bridge: Bridge; children: ReactNode }) {
  return <BridgeContext.Provider value={bridge}>{children}</BridgeContext.Provider>
}

export function useBridge(): Bridge {
  const bridge = useContext(BridgeContext)
  if (!bridge) throw new Error('useBridge needs a BridgeProvider around it.')
  return bridge
}

/** `client.call(name, input)` and `client.on(event, listener)`. Prefer `useOperation` and `useQuery` where they fit. */
export function useClient(): BridgeClient {
  return useBridge().client
}

export function useConnection(): Connection {
  const { connection } = useBridge()
  return useSyncExternalStore(connection.subscribe, connection.get)
}
