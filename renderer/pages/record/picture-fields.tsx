/** How pictures are taken: size, how many, and how far apart. */
import { NumberField } from '../../components/number-field.tsx'
import { Select } from '../../components/select.tsx'
import { chosenSize, type PictureSize } from './picture-size.ts'
import type { UsedRecordSettings } from './record-settings.ts'

interface Props {
  settings: UsedRecordSettings
  sizes: readonly PictureSize[]
}

export function PictureFields({ settings, sizes }: Props) {
  const { takes, restSeconds, pictureSize, untilStopped, change } = settings
  return (
    <>
      <Select
        label="Size"
        help="In pixels. Small pictures are enough for a small chip."
        value={chosenSize(sizes, pictureSize)?.value ?? ''}
        options={sizes}
        onChange={(value) => change({ pictureSize: value })}
      />
      <div className="record__fields">
        <NumberField
          label="Pictures"
          value={takes}
          disabled={untilStopped}
          min={1}
          max={1000}
          onChange={(value) => change({ takes: value })}
        />
        <NumberField
          label="One every"
          unit="s"
          value={restSeconds}
          min={0}
          max={60}
          step={0.5}
          onChange={(value) => change({ restSeconds: value })}
        />
      </div>
    </>
  )
}
