/** Further boards that are recorded in step with the first one, on this computer's clock. */
import type { Connection } from '../../../shared/model/board.ts'
import { useAppState } from '../../app/store.ts'
import { useOperation } from '../../app/use-operation.ts'
import { ErrorAlert } from '../../components/alert.tsx'
import { Button } from '../../components/button.tsx'
import { threeDigits } from '../../plots/quantities.ts'

function words({ name, state, measuredRateHz }: Connection): string {
  if (state !== 'connected') return `${name}: ${state}`
  return measuredRateHz === null ? `${name}: waiting` : `${name}: ${threeDigits(measuredRateHz)} readings a second`
}

export function MoreBoards() {
  const devices = useAppState((state) => state.devices)
  const connection = useAppState((state) => state.connection)
  const others = useAppState((state) => state.otherConnections)
  const connect = useOperation('devices/connect')
  const disconnect = useOperation('devices/disconnect')
  if (connection === null) return null
  const free = devices.filter(({ port }) => ![connection, ...others].some((open) => open.port === port))
  return (
    <div role="group" aria-label="More boards">
      <p className="ui-muted">Record several boards at once: one sample each, in step.</p>
      <ErrorAlert error={connect.error ?? disconnect.error} />
      <ul className="record__boards">
        {others.map((other) => (
          <li key={other.port} className="ui-row">
            <span>{words(other)}</span>
            <Button
              size="small"
              aria-label={`Let go of ${other.name}`}
              onPress={() => void disconnect.run({ port: other.port })}
            >
              Let go
            </Button>
          </li>
        ))}
      </ul>
      <div className="ui-row">
        {free.map(({ port, name }) => (
          <Button
            key={port}
            icon="add"
            size="small"
            {...(connect.running ? { reason: 'Connecting.' } : {})}
            onPress={() => void connect.run({ port, also: true })}
          >
            {`Add ${name}`}
          </Button>
        ))}
      </div>
    </div>
  )
}
