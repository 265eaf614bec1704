/** Choosing files by path: the system's dialog where there is one, else our own over the backend's folders. */
import { useCallback } from 'react'
import { create } from 'zustand'
import { useBridge } from './client.tsx'

export interface ChooseOptions {
  title: string
  /** Without dots; empty for every file. */
  extensions: readonly string[]
  multiple?: boolean
  /** A folder may be chosen too. */
  folder?: boolean
}

export interface FileRequest extends ChooseOptions {
  answer: (paths: string[]) => void
}

export const useFileRequest = create<{ request: FileRequest | null }>(() => ({ request: null }))

/** Resolves to the paths chosen; empty when the person changed their mind. */
export function useChooseFiles(): (options: ChooseOptions) => Promise<string[]> {
  const { host } = useBridge()
  return useCallback(
    (options) => {
      const { title, extensions, multiple = false, folder = false } = options
      if (host) {
        const filters = extensions.length > 0 ? [{ name: 'Files', extensions: [...extensions] }] : []
        return host.openDialog({ title, filters, multiple, folder })
      }
      return new Promise((resolve) => {
        useFileRequest.getState().request?.answer([])
        useFileRequest.setState({
          request: {
            ...options,
            answer(paths) {
              useFileRequest.setState({ request: null })
              resolve(paths)
            },
          },
        })
      })
    },
    [host],
  )
}
