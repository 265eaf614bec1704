/** How int8 ranges are found: tried on the model in use, without training it anew. */
import type { Compression } from '../../../shared/model/compression.ts'
import { conversionSchema, type ConversionSettings } from '../../../shared/model/conversion.ts'
import { Select } from '../../components/select.tsx'
import { Toggle } from '../../components/toggle.tsx'

interface Props {
  compression: Compression
  onChange: (compression: Compression) => void
}

type Method = ConversionSettings['calibration']

const AS_TRAINED = 'as-trained'
const METHODS: { value: Method; label: string }[] = [
  { value: 'min-max', label: 'all values seen' },
  { value: 'percentile', label: 'nearly all values' },
  { value: 'mse', label: 'least error' },
  { value: 'entropy', label: 'least loss of information' },
]

export function RangeFields({ compression, onChange }: Props) {
  const { conversion } = compression
  function choose(value: Method | typeof AS_TRAINED): void {
    const { conversion: before, ...rest } = compression
    onChange(
      value === AS_TRAINED
        ? rest
        : { ...rest, conversion: { ...conversionSchema.parse({}), ...before, calibration: value } },
    )
  }
  return (
    <>
      <Select
        label="Range of int8"
        help="Which values int8 holds. Others are clipped."
        value={conversion?.calibration ?? AS_TRAINED}
        options={[{ value: AS_TRAINED, label: 'as in training' }, ...METHODS]}
        onChange={choose}
      />
      {conversion && (
        <>
          <Toggle
            label="Correct biases"
            help="Takes the mean error of rounded weights away."
            checked={conversion.biasCorrection}
            onChange={(biasCorrection) => onChange({ ...compression, conversion: { ...conversion, biasCorrection } })}
          />
          <Toggle
            label="Even out channels"
            help="Brings channels of neighbouring layers to like sizes."
            checked={conversion.equalization}
            onChange={(equalization) => onChange({ ...compression, conversion: { ...conversion, equalization } })}
          />
        </>
      )}
    </>
  )
}
