import { useEffect } from 'react'
import { useProjectActions } from './project-actions.ts'

/** Files may be dropped anywhere in the window. */
export function useFileDrop(): void {
  const { importFiles } = useProjectActions()
  useEffect(() => {
    const allow = (event: DragEvent): void => {
      if (event.dataTransfer?.types.includes('Files')) event.preventDefault()
    }
    const drop = (event: DragEvent): void => {
      const files = [...(event.dataTransfer?.files ?? [])]
      if (files.length === 0) return
      event.preventDefault()
      void importFiles(files)
    }
    addEventListener('dragover', allow)
    addEventListener('drop', drop)
    return () => {
      removeEventListener('dragover', allow)
      removeEventListener('drop', drop)
    }
  }, [importFiles])
}
