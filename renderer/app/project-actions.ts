/** Making and opening projects, from Start, the header, the search box and dropped files alike. */
import { useMemo } from 'react'
import { create } from 'zustand'
import type { AppError } from '../../shared/contract/errors.ts'
import type { Input } from '../../shared/contract/operations.ts'
import type { BridgeClient } from '../ipc/bridge.ts'
import { type ChooseOptions, useChooseFiles } from './choose-files.ts'
import { useClient } from './client.tsx'
import { message } from './messages.ts'
import { isModelFile, lookAtModel } from './own-model.ts'
import { goTo } from './route.ts'
import { toAppError } from './use-operation.ts'

/** What went wrong when a project was made or opened; shown under the header until the next try. */
export const useProjectError = create<{ error: AppError | null; busy: boolean }>(() => ({ error: null, busy: false }))

export interface ProjectActions {
  create: (template: Input<'project/create'>['template'], name: string, page: string) => Promise<void>
  open: (path: string) => Promise<void>
  openSample: (sample: Input<'project/open-sample'>['sample']) => Promise<void>
  chooseAndOpen: () => Promise<void>
  importFiles: (files: File[]) => Promise<void>
}

async function tell(work: () => Promise<void>): Promise<void> {
  useProjectError.setState({ error: null, busy: true })
  try {
    await work()
    useProjectError.setState({ busy: false })
  } catch (thrown) {
    const error = toAppError(thrown)
    useProjectError.setState({ error, busy: false })
    message(error.message, { urgent: true })
  }
}

function readFiles(files: File[]): Promise<{ name: string; bytes: Uint8Array }[]> {
  return Promise.all(files.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })))
}

async function bringModel(client: BridgeClient, files: File[]): Promise<void> {
  goTo('conversion')
  await lookAtModel(client, { files: await readFiles(files) })
}

async function importInto(client: BridgeClient, files: File[]): Promise<void> {
  if (files.some(({ name }) => isModelFile(name))) return bringModel(client, files)
  const { project } = await client.call('app/state', {})
  if (!project) await client.call('project/create', { name: 'My project', template: 'empty' })
  goTo('dataset')
  const read = await readFiles(files)
  const { taken, skipped, duplicates, notes } = await client.call('samples/import', { files: read })
  const parts = [`Added ${taken} ${taken === 1 ? 'sample' : 'samples'}.`]
  if (duplicates > 0) parts.push(`${duplicates} were there already.`)
  parts.push(...notes)
  for (const { path, reason } of skipped.slice(0, 3)) parts.push(`${path} was skipped: ${reason}`)
  if (skipped.length > 3) parts.push(`${skipped.length - 3} more files were skipped.`)
  message(parts.join(' '), { urgent: skipped.length + notes.length > 0 })
}

function actionsOf(client: BridgeClient, choose: (options: ChooseOptions) => Promise<string[]>): ProjectActions {
  const open = (path: string): Promise<void> =>
    tell(async () => {
      const { name } = await client.call('project/open', { path })
      message(`Opened ${name}.`)
      goTo('dashboard')
    })
  return {
    open,
    create: (template, name, page) =>
      tell(async () => {
        await client.call('project/create', { name, template })
        goTo(page)
      }),
    openSample: (sample) =>
      tell(async () => {
        const { name } = await client.call('project/open-sample', { sample })
        message(`Opened ${name}, made by simulation.`)
        goTo('dashboard')
      }),
    async chooseAndOpen() {
      const [path] = await choose({ title: 'Open a project', extensions: ['tinyml'] })
      if (path !== undefined) await open(path)
    },
    async importFiles(files) {
      if (files.some((file) => file.name.endsWith('.tinyml'))) {
        message('To open a project file, press Open… and choose it there.', { urgent: true })
        return
      }
      await tell(() => importInto(client, files))
    },
  }
}

export function useProjectActions(): ProjectActions {
  const client = useClient()
  const choose = useChooseFiles()
  return useMemo(() => actionsOf(client, choose), [client, choose])
}
