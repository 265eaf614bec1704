/** Where other programs of this computer reach a simulated board. */
import { useOperation } from '../../app/use-operation.ts'
import { useQuery } from '../../app/use-query.ts'
import { ErrorAlert } from '../../components/alert.tsx'
import { Button } from '../../components/button.tsx'
import { Details } from '../../components/details.tsx'

export function ShareCard({ port }: { port: string }) {
  const share = useOperation('devices/share')
  const now = useQuery('devices/share', { port }, { version: share.running })
  const address = now.data?.address ?? null
  const terminal = now.data?.terminal ?? null
  return (
    <Details label="Use it from other programs">
      <p className="ui-muted">Other programs of this computer can open the board instead of the workbench.</p>
      <ErrorAlert error={share.error} />
      {address === null ? (
        <Button onPress={() => void share.run({ port, shared: true })}>Share this board</Button>
      ) : (
        <>
          <dl className="devices__facts">
            <dt className="ui-muted">TCP port</dt>
            <dd>
              <code>{address}</code>
            </dd>
            <dt className="ui-muted">Terminal</dt>
            <dd>{terminal === null ? 'none: the program socat is not installed' : <code>{terminal}</code>}</dd>
          </dl>
          <Button onPress={() => void share.run({ port, shared: false })}>Stop sharing</Button>
        </>
      )}
    </Details>
  )
}
