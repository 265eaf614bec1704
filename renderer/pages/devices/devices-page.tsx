/** Get one board talking, and say exactly what is wrong if it does not. */
import { useState } from 'react'
import { type Connection, type DevicePort, SIMULATED_INPUTS } from '../../../shared/model/board.ts'
import { Page } from '../../app/page.tsx'
import { useAppState } from '../../app/store.ts'
import { CAMERA_PORT } from '../../app/use-camera.ts'
import { useOperation } from '../../app/use-operation.ts'
import { useQuery } from '../../app/use-query.ts'
import { Alert, ErrorAlert } from '../../components/alert.tsx'
import { Button } from '../../components/button.tsx'
import { Details } from '../../components/details.tsx'
import { SimulatedHand } from '../../components/simulated-hand.tsx'
import { Tag } from '../../components/state-badge.tsx'
import { TextField } from '../../components/text-field.tsx'
import { LivePicture } from '../../plots/live-picture.tsx'
import { LivePlot } from '../../plots/live-plot.tsx'
import { useStreamShape } from '../../plots/use-stream-shape.ts'
import { AtCard } from './at-card.tsx'
import { BoardCard } from './board-card.tsx'
import './devices-page.css'
import { DiagnosisCard } from './diagnosis-card.tsx'
import { FaultCard } from './fault-card.tsx'
import { ForwarderSketch } from './forwarder-sketch.tsx'
import { ShareCard } from './share-card.tsx'

/** As pictures are usually recorded. */
const SEEN = { width: 96, height: 96 }

export function DevicesPage() {
  const step = useAppState((state) => state.steps.devices)
  const listed = useAppState((state) => state.devices)
  const connection = useAppState((state) => state.connection)
  const motion = useAppState((state) => state.motion)
  const kinds = useQuery('deploy/boards', {})
  const connect = useOperation('devices/connect')
  const disconnect = useOperation('devices/disconnect')
  const look = useOperation('devices/list')
  const moveHand = useOperation('devices/motion')
  const [choice, setChoice] = useState<DevicePort | null>(null)
  const [tried, setTried] = useState('')
  const devices = withConnected(listed, connection)
  const chosen = findChosen(devices, choice, connection?.port ?? null)
  const isConnected = connection !== null && chosen?.port === connection.port

  function open(port: string): void {
    setTried(port)
    void connect.run({ port })
  }
  return (
    <Page
      title="Devices"
      purpose="Get one board talking."
      badge={step}
      actions={<Button onPress={() => void look.run({})}>It is plugged in</Button>}
      primary={primaryOf(chosen, isConnected, {
        connecting: connect.running,
        connect: open,
        disconnect: () => void disconnect.run({}),
      })}
    >
      <ErrorAlert
        error={connect.error ?? disconnect.error ?? look.error}
        action={connect.error && <Button onPress={() => open(tried)}>Try again</Button>}
      />
      {connection?.state === 'reconnecting' && (
        <Alert kind="stale">{connection.name} went away: reconnecting. Plug it in again.</Alert>
      )}
      <div className="devices">
        <div className="devices__column">
          <ul className="devices__list" aria-label="Boards">
            {devices.map((port) => (
              <li key={port.port}>
                <PortButton
                  port={port}
                  pressed={port.port === chosen?.port}
                  connection={connection}
                  onPress={() => setChoice(port)}
                />
              </li>
            ))}
          </ul>
          {!devices.some(isRealBoard) && (
            <p className="ui-muted">
              No real board yet. Plug it in with a cable that carries data: some cables only charge.
            </p>
          )}
          <OtherAddress
            onConnect={(port) => {
              setChoice(null)
              open(port)
            }}
          />
          <ForwarderSketch />
        </div>
        <div className="devices__column">
          {chosen && (
            <BoardCard
              port={chosen}
              kind={kinds.data?.find((kind) => kind.id === chosen.board) ?? null}
              recorders={kinds.data?.filter((kind) => kind.recorder) ?? []}
              connection={isConnected ? connection : null}
            />
          )}
          {isConnected && connection.protocol === 'at' && <AtCard port={connection.port} />}
          {chosen && !isPartOfComputer(chosen) && <DiagnosisCard key={chosen.port} port={chosen.port} />}
          {isConnected && connection.port === CAMERA_PORT && <LivePicture title="What it sees" size={SEEN} />}
          {isConnected && <Signal connection={connection} />}
          {isConnected && connection.simulated && motion && (
            <SimulatedHand
              motion={motion}
              hint="What the hand that holds this board does, or what it feels instead."
              inputs={SIMULATED_INPUTS}
              onMotion={(next) => void moveHand.run({ motion: next })}
            />
          )}
          {chosen?.simulated === true && (
            <>
              <FaultCard key={chosen.board} port={chosen.port} />
              <ShareCard key={chosen.port} port={chosen.port} />
            </>
          )}
        </div>
      </div>
    </Page>
  )
}

/** Such as its microphone: no cable, no driver, nothing to diagnose. */
const isPartOfComputer = (port: DevicePort): boolean => port.port.startsWith('computer:')
const isRealBoard = (port: DevicePort): boolean => !port.simulated && !isPartOfComputer(port)

/** What was chosen stays so under another port name; else the connected one, and a real board before a simulated one. */
function findChosen(
  devices: readonly DevicePort[],
  choice: DevicePort | null,
  connected: string | null,
): DevicePort | undefined {
  const same = devices.find((one) => one.port === choice?.port)
  const renamed = devices.find((one) => one.serialNumber !== null && one.serialNumber === choice?.serialNumber)
  return same ?? renamed ?? devices.find((one) => one.port === connected) ?? devices.find(isRealBoard) ?? devices[0]
}

/** A board at an address that was typed is on no list of the system. */
function withConnected(listed: readonly DevicePort[], connection: Connection | null): readonly DevicePort[] {
  if (!connection || listed.some((one) => one.port === connection.port)) return listed
  const { port, name, simulated, info } = connection
  return [...listed, { port, name, simulated, board: info?.board ?? null, serialNumber: null, busyBy: null }]
}

interface PrimaryActs {
  connecting: boolean
  connect: (port: string) => void
  disconnect: () => void
}

function primaryOf(chosen: DevicePort | undefined, isConnected: boolean, acts: PrimaryActs) {
  if (isConnected) return { label: 'Disconnect', onPress: acts.disconnect }
  const connect = { label: 'Connect', onPress: () => chosen && acts.connect(chosen.port) }
  if (!chosen) return { ...connect, disabled: true, reason: 'No board is there.' }
  return acts.connecting ? { ...connect, disabled: true, reason: 'Connecting.' } : connect
}

interface PortButtonProps {
  port: DevicePort
  pressed: boolean
  connection: Connection | null
  onPress: () => void
}

function PortButton({ port, pressed, connection, onPress }: PortButtonProps) {
  return (
    <Button icon="devices" pressed={pressed} onPress={onPress}>
      {port.name}
      {isRealBoard(port) && <span className="ui-muted">{port.port}</span>}
      {port.busyBy !== null && <Tag kind="problem">{`in use by ${port.busyBy}`}</Tag>}
      {connection?.port === port.port && <Tag kind="ready">{connection.state}</Tag>}
    </Button>
  )
}

function OtherAddress({ onConnect }: { onConnect: (port: string) => void }) {
  const [address, setAddress] = useState('')
  return (
    <Details label="Another port">
      <form
        className="devices__column"
        onSubmit={(event) => {
          event.preventDefault()
          if (address.trim() !== '') onConnect(address.trim())
        }}
      >
        <TextField
          label="Port"
          help="For example /dev/ttyACM0, COM3 or tcp:HOST:PORT."
          value={address}
          onChange={setAddress}
        />
        <Button
          {...(address.trim() === '' ? { reason: 'Type a port first.' } : {})}
          onPress={() => onConnect(address.trim())}
        >
          Connect to this port
        </Button>
      </form>
    </Details>
  )
}

function Signal({ connection }: { connection: Connection }) {
  const shape = useStreamShape(connection)
  if (!shape || shape.axes.length === 0) return null
  return <LivePlot title="Last readings" axes={shape.axes} rateHz={shape.rateHz} laneHeightPx={64} spanSeconds="2" />
}
