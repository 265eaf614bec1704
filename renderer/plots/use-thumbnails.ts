/** Small pictures of samples, read once a sample and kept while the project is open. */
import { useEffect, useRef, useState } from 'react'
import type { ImageSize } from '../../shared/model/input-block.ts'
import { useClient } from '../app/client.tsx'

export interface ThumbnailData {
  axes: number
  values: Float32Array
  image?: ImageSize | undefined
}

const COLUMNS = 80
const AT_ONCE = 100

/** `project` is the project's path: another project begins anew. */
export function useThumbnails(ids: readonly number[], project: string): ReadonlyMap<number, ThumbnailData> {
  const client = useClient()
  const asked = useRef({ project, ids: new Set<number>() })
  const [read, setRead] = useState<{ project: string; pictures: ReadonlyMap<number, ThumbnailData> }>({
    project,
    pictures: new Map(),
  })
  const wanted = ids.join()
  useEffect(() => {
    if (asked.current.project !== project) asked.current = { project, ids: new Set() }
    const missing = ids.filter((id) => !asked.current.ids.has(id)).slice(0, AT_ONCE)
    if (missing.length === 0) return
    for (const id of missing) asked.current.ids.add(id)
    client.call('samples/thumbnails', { ids: missing, columns: COLUMNS }).then(
      (list) =>
        setRead((before) => {
          const pictures = new Map(before.project === project ? before.pictures : [])
          for (const { id, axes, values, image } of list) pictures.set(id, { axes, values, image })
          return { project, pictures }
        }),
      // A sample deleted meanwhile has no picture; the list shows the rest and asks again when it changes.
      () => missing.forEach((id) => asked.current.ids.delete(id)),
    )
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- `wanted` stands for the list
  }, [client, project, wanted])
  return read.project === project ? read.pictures : new Map()
}
