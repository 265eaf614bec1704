/** The offer to skip the work of recording: samples made by simulation. */
import { useState } from 'react'
import type { Sample } from '../../../shared/model/sample.ts'
import { useClient } from '../../app/client.tsx'
import { useOperation } from '../../app/use-operation.ts'
import { Alert, ErrorAlert } from '../../components/alert.tsx'
import { Button } from '../../components/button.tsx'
import { formatNumberOf } from '../../components/format.ts'

const TAKES_PER_LABEL = 30
const SEED = 1

function sentence(labels: Record<string, number>, before: ReadonlySet<number>, samples: readonly Sample[]): string {
  const added = samples.filter((sample) => !before.has(sample.id))
  const people = new Set(added.map((sample) => sample.session))
  const aside = new Set(added.filter((sample) => sample.split === 'test').map((sample) => sample.session))
  const counts = [...new Set(Object.values(labels))]
  const names = Object.keys(labels).join(', ')
  const what = counts.length === 1 ? `${counts[0]} each of ${names}` : `${added.length} samples of ${names}`
  const from = `made by simulation, from ${formatNumberOf(people.size, 'person', 'people')}.`
  const kept =
    aside.size === 0
      ? ''
      : ` ${formatNumberOf(aside.size, 'person', 'people')} ${aside.size === 1 ? 'is' : 'are'} kept aside for testing.`
  return `Added ${what}, ${from}${kept}`
}

export function ReadyMade({ simulated }: { simulated: number }) {
  const client = useClient()
  const generate = useOperation('samples/generate')
  const [said, setSaid] = useState('')

  async function add(): Promise<void> {
    const before = new Set((await client.call('samples/list', {})).map((sample) => sample.id))
    const result = await generate.run({ perLabel: TAKES_PER_LABEL, seed: SEED })
    if (result) setSaid(sentence(result.labels, before, await client.call('samples/list', {})))
  }
  return (
    <>
      <ErrorAlert error={generate.error} />
      {said !== '' && (
        <Alert kind="info" action={<a href="#/impulse">See how</a>}>
          {said} The impulse was proposed.
        </Alert>
      )}
      {simulated < TAKES_PER_LABEL && (
        <Button onPress={() => void add()} {...(generate.running ? { reason: 'They are being made.' } : {})}>
          Use 120 ready-made samples
        </Button>
      )}
    </>
  )
}
