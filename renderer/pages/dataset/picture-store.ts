/** Pictures of the rows in view: rows ask one by one, the backend is asked once a frame for all of them. */
import { createContext, useContext, useEffect, useMemo, useSyncExternalStore } from 'react'
import { useClient } from '../../app/client.tsx'
import type { BridgeClient } from '../../ipc/bridge.ts'
import type { ThumbnailData } from '../../plots/use-thumbnails.ts'

const COLUMNS = 80
const AT_ONCE = 100

export interface PictureStore {
  ask: (id: number) => void
  /** The row is out of view again. */
  forget: (id: number) => void
  picture: (id: number) => ThumbnailData | undefined
  subscribe: (listener: () => void) => () => void
}

export function createPictureStore(client: Pick<BridgeClient, 'call'>): PictureStore {
  const pictures = new Map<number, ThumbnailData>()
  const wanted = new Set<number>()
  const listeners = new Set<() => void>()
  let reading = false

  async function read(): Promise<void> {
    reading = true
    while (wanted.size > 0) {
      const ids = [...wanted].slice(0, AT_ONCE)
      for (const id of ids) wanted.delete(id)
      try {
        const list = await client.call('samples/thumbnails', { ids, columns: COLUMNS })
        for (const { id, axes, values, image } of list) pictures.set(id, { axes, values, image })
      } catch {
        // One of them was deleted meanwhile; the list is read again and its rows ask again.
      }
      for (const listener of listeners) listener()
    }
    reading = false
  }
  return {
    ask(id) {
      if (pictures.has(id)) return
      wanted.add(id)
      // After all rows of this drawing have asked.
      if (!reading) queueMicrotask(() => (reading || wanted.size === 0 ? undefined : void read()))
    },
    forget: (id) => void wanted.delete(id),
    picture: (id) => pictures.get(id),
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

export const PictureContext = createContext<PictureStore | null>(null)

/** `project` is its path: another project has other pictures. */
export function usePictureStore(project: string): PictureStore {
  const client = useClient()
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- another project begins anew
  return useMemo(() => createPictureStore(client), [client, project])
}

const NO_SUBSCRIPTION = (): void => undefined

export function usePicture(id: number): ThumbnailData | undefined {
  const store = useContext(PictureContext)
  useEffect(() => {
    store?.ask(id)
    return () => store?.forget(id)
  }, [store, id])
  return useSyncExternalStore(store?.subscribe ?? (() => NO_SUBSCRIPTION), () => store?.picture(id))
}
