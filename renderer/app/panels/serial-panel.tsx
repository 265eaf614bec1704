/** What the board really says: one log for all views, open through flashing and reconnecting. */
import { useMemo, useState } from 'react'
import type { Connection } from '../../../shared/model/board.ts'
import { Button } from '../../components/button.tsx'
import { ErrorAlert } from '../../components/alert.tsx'
import { formatBytes, formatCount } from '../../components/format.ts'
import { Toggle } from '../../components/toggle.tsx'
import { VirtualList } from '../../components/virtual-list.tsx'
import { saveFile } from '../save-file.ts'
import { useAppState } from '../store.ts'
import { useOperation } from '../use-operation.ts'
import { SendLine } from './send-line.tsx'
import { filterLines, lineText, serialLog } from './serial-log.ts'
import { hexText, timeText } from './serial-format.ts'
import { useSerialView } from './use-serial-view.ts'

const ROW_PX = 20

export function SerialPanel() {
  const connection = useAppState((state) => state.connection)
  const [paused, setPaused] = useState(false)
  const [search, setSearch] = useState('')
  const [onlySkipped, setOnlySkipped] = useState(false)
  const [hex, setHex] = useState(false)
  const view = useSerialView(paused)
  const send = useOperation('devices/send')
  const shown = useMemo(() => filterLines(view.lines, { search, onlySkipped }), [view, search, onlySkipped])
  return (
    <>
      <div className="panel-tools">
        <SendLine reason={whyNotSend(connection)} onSend={(message) => void send.run(message)} />
        <Button icon={paused ? 'play' : 'pause'} pressed={paused} onPress={() => setPaused(!paused)}>
          {paused ? 'Go on' : 'Pause'}
        </Button>
        <input
          className="ui-input"
          type="search"
          aria-label="Search in the serial console"
          placeholder="Search"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <Toggle label="Only skipped" checked={onlySkipped} onChange={setOnlySkipped} />
        <Toggle label="Hex" checked={hex} onChange={setHex} />
        <Button onPress={() => serialLog.clear()}>Clear</Button>
        <Button
          onPress={() =>
            saveFile('serial.txt', [shown.map((line) => `${lineText(line, hex)}\n`).join('')], 'text/plain')
          }
        >
          Save
        </Button>
        <span className="ui-muted">
          {paused
            ? `Paused. ${formatCount(view.newLines)} new lines`
            : `${formatCount(view.linesPerSecond)} lines/s, ${formatBytes(view.bytesPerSecond)}/s`}
        </span>
      </div>
      <ErrorAlert error={send.error} />
      {shown.length === 0 ? (
        <p className="panel-empty">{emptySentence(connection?.state ?? null, view.lines.length > 0)}</p>
      ) : null}
      <VirtualList
        label="Serial"
        className="serial-lines"
        count={shown.length}
        rowPx={ROW_PX}
        follow={!paused}
        render={(index) => {
          const line = shown[index]
          if (!line) return null
          return (
            <div className={`serial-line serial-line--${line.direction}`}>
              <span className="serial-line__time">{timeText(line.tMs)}</span>
              <span aria-label={line.direction === 'in' ? 'from the board' : 'to the board'}>
                {line.direction === 'in' ? '←' : '→'}
              </span>
              <span>{hex ? hexText(line) : line.text}</span>
              {line.note && <span className="ui-muted">{line.note}</span>}
              {line.skipped && <span className="serial-line__skipped">skipped: {line.skipped}</span>}
            </div>
          )
        }}
      />
    </>
  )
}

function whyNotSend(connection: Connection | null): string {
  if (connection?.state !== 'connected') return 'No board to send to'
  return connection.protocol === 'workbench' ? 'This board speaks frames' : ''
}

function emptySentence(state: string | null, hasLines: boolean): string {
  if (hasLines) return 'No line holds this text.'
  if (state === null) return 'No board is connected. What it says will stand here.'
  return state === 'flashing' ? 'The board is being flashed. Back in a moment.' : 'The board has not said anything yet.'
}
