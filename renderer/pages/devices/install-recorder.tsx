/** Puts the firmware that records onto the chosen board, step by step. */
import { useState } from 'react'
import type { BoardKind, DevicePort } from '../../../shared/model/board.ts'
import { message } from '../../app/messages.ts'
import { useOperation } from '../../app/use-operation.ts'
import { ErrorAlert } from '../../components/alert.tsx'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { formatBytes } from '../../components/format.ts'
import { Select } from '../../components/select.tsx'

const STEPS = {
  find: 'finding',
  prepare: 'preparing',
  write: 'writing',
  verify: 'verifying',
  restart: 'restarting',
  ask: 'asking',
}

interface Props {
  port: DevicePort
  /** Where the port does not tell which board it is. */
  choices?: readonly BoardKind[]
}

export function InstallRecorder({ port, choices = [] }: Props) {
  const install = useOperation('devices/install')
  const [asking, setAsking] = useState(false)
  const [choice, setChoice] = useState('')
  const board = choices.find((one) => one.id === choice) ?? choices[0]

  async function run(): Promise<void> {
    setAsking(false)
    const done = await install.run({ port: port.port, ...(board ? { board: board.id } : {}) })
    if (done) message(`${port.name} has recorder ${done.firmware}: ${formatBytes(done.bytes)}.`)
  }
  const { progress } = install
  return (
    <>
      {board && (
        <Select
          label="Which board it is"
          value={board.id}
          options={choices.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={setChoice}
        />
      )}
      <div className="ui-row">
        {install.running ? (
          <Button onPress={install.cancel}>Stop installing</Button>
        ) : (
          <Button onPress={() => (port.simulated ? void run() : setAsking(true))}>Install recorder</Button>
        )}
        <span className="ui-muted" role="status">
          {install.running && progress ? `${STEPS[progress.step]} …` : 'Firmware that sends readings without loss.'}
        </span>
      </div>
      <ErrorAlert error={install.error} action={<Button onPress={() => void run()}>Try again</Button>} />
      {asking && (
        <Dialog
          title="Overwrite the program on the board?"
          onClose={() => setAsking(false)}
          buttons={
            <>
              <Button onPress={() => setAsking(false)}>Cancel</Button>
              <Button kind="primary" onPress={() => void run()}>
                Overwrite the board
              </Button>
            </>
          }
        >
          <p>The recorder replaces the program that runs on {port.name}.</p>
        </Dialog>
      )}
    </>
  )
}
