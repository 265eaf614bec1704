/** For boards that have no firmware of ours: a program for the Arduino IDE that sends readings as lines. */
import { saveFile } from '../../app/save-file.ts'
import { useOperation } from '../../app/use-operation.ts'
import { ErrorAlert } from '../../components/alert.tsx'
import { Button } from '../../components/button.tsx'
import { Details } from '../../components/details.tsx'

export function ForwarderSketch() {
  const sketch = useOperation('devices/sketch')

  async function save(): Promise<void> {
    const file = await sketch.run({})
    if (file) saveFile(file.name, [file.text], 'text/plain')
  }

  return (
    <Details label="A board without firmware">
      <p className="ui-muted">
        Open this program in the Arduino IDE, choose in its first lines what it reads, and upload it to any
        Arduino-compatible board.
      </p>
      <Button onPress={() => void save()}>Save the forwarder program</Button>
      <ErrorAlert error={sketch.error} />
    </Details>
  )
}
