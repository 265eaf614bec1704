/** All that is known of the chosen board. */
import type { ReactNode } from 'react'
import type { BoardKind, Connection, DevicePort } from '../../../shared/model/board.ts'
import { Card } from '../../components/card.tsx'
import { Details } from '../../components/details.tsx'
import { formatBytes, shortHash } from '../../components/format.ts'
import { Tag } from '../../components/state-badge.tsx'
import { threeDigits, unitText } from '../../plots/quantities.ts'
import { InstallRecorder } from './install-recorder.tsx'

interface Props {
  port: DevicePort
  /** Its row of the board table, where it is known. */
  kind: BoardKind | null
  /** Boards that a recorder can be put on: to choose from where the port does not tell which it is. */
  recorders: readonly BoardKind[]
  /** Only where this board is the connected one. */
  connection: Connection | null
}

const PROTOCOLS: Record<Connection['protocol'], string> = {
  workbench: 'TinyML Workbench',
  'data-forwarder': 'numbers as text, one line a reading',
  at: 'AT commands; it records by itself and is asked for its files',
  'simple-streaming': 'Simple Streaming',
  computer: 'this computer itself',
  unknown: 'something the workbench does not know; its first lines stand under Serial',
}

export function BoardCard({ port, kind, recorders, connection }: Props) {
  return (
    <Card title={port.name} actions={port.simulated && <Tag kind="info">simulated</Tag>}>
      <dl className="devices__facts">
        {kind && (
          <>
            <Fact name="Chip">
              {kind.mcu}, {kind.core}, {kind.clockMhz} MHz{kind.fpu ? ', with floating point' : ''}
            </Fact>
            <Fact name="Memory">
              {formatBytes(kind.flashBytes)} flash, {formatBytes(kind.ramBytes)} RAM
            </Fact>
            {kind.sensors.length > 0 && <Fact name="Sensors on it">{kind.sensors.join(', ')}</Fact>}
          </>
        )}
        {connection && <Connected connection={connection} />}
      </dl>
      {kind?.recorder && <InstallRecorder port={port} />}
      {isUntold(port, kind) && <InstallRecorder port={port} choices={recorders} />}
      <Details>
        <dl className="devices__facts">
          <Fact name="Port">
            <code>{port.port}</code>
          </Fact>
          <Fact name="Serial number">{port.serialNumber ?? 'not told'}</Fact>
          {kind && <Fact name="Flashing">{kind.prebuilt ? 'one click' : `by hand (${kind.flashMethod})`}</Fact>}
          {kind && <Fact name="Tried on">{TRIED[kind.checked]}</Fact>}
        </dl>
      </Details>
    </Card>
  )
}

/** A board with a common adapter chip may be one of several. */
function isUntold(port: DevicePort, kind: BoardKind | null): boolean {
  return kind === null && !port.simulated && !port.port.startsWith('computer:')
}

const TRIED: Record<BoardKind['checked'], string> = {
  emulated: 'a simulation of this chip',
  hardware: 'a real board',
  unchecked: 'nothing yet',
}

function Connected({ connection }: { connection: Connection }) {
  const { info, protocol, measuredRateHz } = connection
  return (
    <>
      <Fact name="Speaks">{PROTOCOLS[protocol]}</Fact>
      {info && (
        <>
          <Fact name="Firmware">{info.firmware}</Fact>
          <Fact name="Sends">
            {info.axes.map((axis) => `${axis.name} (${unitText(axis.unit)})`).join(', ')}, {threeDigits(info.rateHz)}{' '}
            readings a second
          </Fact>
          <Fact name="Model on it">
            {info.modelHash === null ? 'none' : `${shortHash(info.modelHash)}: ${info.labels.join(', ')}`}
          </Fact>
        </>
      )}
      {measuredRateHz !== null && <Fact name="True rate">{threeDigits(measuredRateHz)} Hz, measured</Fact>}
    </>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="ui-muted">{name}</dt>
      <dd>{children}</dd>
    </>
  )
}
