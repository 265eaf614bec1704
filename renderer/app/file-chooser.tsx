/** Our own file dialog, for hosts without one: walks through the folders that the backend sees. */
import { useState } from 'react'
import type { Output } from '../../shared/contract/operations.ts'
import { ErrorAlert } from '../components/alert.tsx'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { formatBytes } from '../components/format.ts'
import { Icon } from '../components/icon.tsx'
import { type FileRequest, useFileRequest } from './choose-files.ts'
import './file-chooser.css'
import { useQuery } from './use-query.ts'

type Entry = Output<'files/list'>['entries'][number]

export function FileChooser() {
  const request = useFileRequest((state) => state.request)
  return request && <Chooser key={request.title} request={request} />
}

function Chooser({ request }: { request: FileRequest }) {
  const info = useQuery('app/info', {})
  const [folder, setFolder] = useState<string | null>(null)
  const [chosen, setChosen] = useState<readonly string[]>([])
  const place = folder ?? info.data?.projectsFolder
  const listed = useQuery('files/list', place === undefined ? {} : { folder: place }, { enabled: info.data !== null })
  const home = useQuery('files/list', {})

  function enter(path: string | null): void {
    if (path === null) return
    setFolder(path)
    setChosen([])
  }
  function press(entry: Entry): void {
    if (entry.folder) return enter(entry.path)
    if (!request.multiple) return setChosen([entry.path])
    setChosen(chosen.includes(entry.path) ? chosen.filter((path) => path !== entry.path) : [...chosen, entry.path])
  }

  const current = listed.data?.folder ?? ''
  const count = chosen.length > 1 ? `Open ${chosen.length} files` : 'Open'
  return (
    <Dialog
      title={request.title}
      onClose={() => request.answer([])}
      buttons={
        <>
          <Button onPress={() => request.answer([])}>Cancel</Button>
          {request.folder && <Button onPress={() => request.answer([current])}>Open this folder</Button>}
          <Button kind="primary" disabled={chosen.length === 0} onPress={() => request.answer([...chosen])}>
            {count}
          </Button>
        </>
      }
    >
      <div className="ui-stack">
        <div className="ui-row">
          <Button disabled={!listed.data?.parent} onPress={() => enter(listed.data?.parent ?? null)} icon="up">
            Up
          </Button>
          <Button disabled={!home.data} onPress={() => enter(home.data?.folder ?? null)}>
            Home
          </Button>
          <Button disabled={!info.data} onPress={() => enter(info.data?.projectsFolder ?? null)}>
            Projects
          </Button>
        </div>
        <code className="app-files__path">{current}</code>
        <ErrorAlert error={listed.error} />
        <Entries
          entries={(listed.data?.entries ?? []).filter((entry) => isShown(entry, request.extensions))}
          chosen={chosen}
          onPress={press}
          onOpen={(entry) => (entry.folder ? enter(entry.path) : request.answer([entry.path]))}
        />
        {request.extensions.length > 0 && (
          <p className="ui-muted">Shown: folders and files that end in .{request.extensions.join(', .')}</p>
        )}
      </div>
    </Dialog>
  )
}

function isShown(entry: Entry, extensions: readonly string[]): boolean {
  const name = entry.name.toLowerCase()
  return entry.folder || extensions.length === 0 || extensions.some((extension) => name.endsWith(`.${extension}`))
}

interface EntriesProps {
  entries: readonly Entry[]
  chosen: readonly string[]
  onPress: (entry: Entry) => void
  onOpen: (entry: Entry) => void
}

function Entries({ entries, chosen, onPress, onOpen }: EntriesProps) {
  if (entries.length === 0) return <p className="ui-muted">Nothing to open in this folder.</p>
  return (
    <ul className="app-files" aria-label="Files">
      {entries.map((entry) => (
        <li key={entry.path}>
          <button
            type="button"
            className="app-files__entry"
            aria-pressed={entry.folder ? undefined : chosen.includes(entry.path)}
            onClick={() => onPress(entry)}
            onDoubleClick={() => onOpen(entry)}
          >
            <Icon name={entry.folder ? 'folder' : 'file'} />
            <span className="app-files__name">{entry.name}</span>
            {!entry.folder && <span className="ui-muted">{formatBytes(entry.bytes)}</span>}
          </button>
        </li>
      ))}
    </ul>
  )
}
