/** The figures of one window, following a parameter that is dragged: one call on its way, then the newest draft. */
import { useEffect, useRef, useState } from 'react'
import type { AppError } from '../../../shared/contract/errors.ts'
import type { Input, Output } from '../../../shared/contract/operations.ts'
import { useClient } from '../../app/client.tsx'
import { toAppError } from '../../app/use-operation.ts'
import type { BridgeClient } from '../../ipc/bridge.ts'

type PreviewInput = Input<'dsp/preview'>
export interface Preview {
  data: Output<'dsp/preview'> | null
  error: AppError | null
}

export interface LatestPreview {
  /** null asks for nothing any more. */
  ask: (input: PreviewInput | null) => void
}

export function latestPreview(client: Pick<BridgeClient, 'call'>, show: (preview: Preview) => void): LatestPreview {
  let wanted: PreviewInput | null = null
  let running = false
  async function run(): Promise<void> {
    running = true
    while (wanted) {
      const input = wanted
      wanted = null
      try {
        show({ data: await client.call('dsp/preview', input), error: null })
      } catch (error) {
        // A newer draft may already have mended it.
        if (!wanted) show({ data: null, error: toAppError(error) })
      }
    }
    running = false
  }
  return {
    ask(input) {
      wanted = input
      if (!running && input) void run()
    },
  }
}

/** The last figures stay until newer ones have come. */
export function usePreview(input: PreviewInput | null): Preview {
  const client = useClient()
  const [preview, setPreview] = useState<Preview>({ data: null, error: null })
  const latest = useRef<LatestPreview | null>(null)
  useEffect(() => {
    let shown = true
    latest.current = latestPreview(client, ({ data, error }) => {
      if (shown) setPreview((before) => ({ data: data ?? before.data, error }))
    })
    return () => {
      shown = false
      latest.current?.ask(null)
    }
  }, [client])
  const key = JSON.stringify(input)
  useEffect(() => {
    latest.current?.ask(input)
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- `key` stands for the input
  }, [client, key])
  return preview
}
