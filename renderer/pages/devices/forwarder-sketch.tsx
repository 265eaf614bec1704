/** For boards that have no firmware of ours: a program for the Arduino IDE that sends readings as lines. */
import { useState } from 'react'
import { SKETCH_SOURCES, type SketchSource } from '../../../shared/model/board.ts'
import { saveFile } from '../../app/save-file.ts'
import { useOperation } from '../../app/use-operation.ts'
import { ErrorAlert } from '../../components/alert.tsx'
import { Button } from '../../components/button.tsx'
import { Details } from '../../components/details.tsx'
import { Select } from '../../components/select.tsx'

const SOURCES: Record<SketchSource, string> = {
  'analog-pins': 'Analog pins A0, A1, A2',
  accelerometer: 'Accelerometer MPU-6050 on wires',
  'lsm9ds1-board': 'Accelerometer of the Nano 33 BLE Sense',
  'bmi270-board': 'Accelerometer of the Nano 33 BLE Sense Rev2',
  microphone: 'Loudness of a microphone at A0',
  'pdm-microphone': 'Microphone of the board, 16 kHz',
}

export function ForwarderSketch() {
  const sketch = useOperation('devices/sketch')
  const [source, setSource] = useState<SketchSource>('analog-pins')

  async function save(): Promise<void> {
    const file = await sketch.run({ source })
    if (file) saveFile(file.name, [file.text], 'text/plain')
  }

  return (
    <Details label="A board without firmware">
      <p className="ui-muted">Open this program in the Arduino IDE and upload it to any Arduino-compatible board.</p>
      <Select
        label="What it reads"
        value={source}
        options={SKETCH_SOURCES.map((value) => ({ value, label: SOURCES[value] }))}
        onChange={setSource}
      />
      <Button onPress={() => void save()}>Save sketch…</Button>
      <ErrorAlert error={sketch.error} />
    </Details>
  )
}
