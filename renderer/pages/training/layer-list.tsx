/** The hidden layers. The output layer follows from the labels. */
import type { NetworkLayer } from '../../../shared/model/network-layer.ts'
import { Button } from '../../components/button.tsx'
import { NumberField } from '../../components/number-field.tsx'

interface Props {
  layers: readonly NetworkLayer[]
  onChange: (layers: NetworkLayer[]) => void
}

const NEW_UNITS = 10
const NEW_RATE = 0.2

export function LayerList({ layers, onChange }: Props) {
  const replace = (place: number, layer: NetworkLayer): void =>
    onChange(layers.map((old, index) => (index === place ? layer : old)))
  return (
    <div className="training__column" role="group" aria-label="Layers">
      {layers.map((layer, place) => (
        <div key={place} className="training__layer">
          {layer.type === 'dense' ? (
            <NumberField
              label={`Layer ${place + 1}: neurons`}
              value={layer.units}
              min={1}
              max={4096}
              onChange={(units) => replace(place, { ...layer, units })}
            />
          ) : layer.type !== 'dropout' ? (
            <p>
              Layer {place + 1}: {layer.type}
            </p>
          ) : (
            <NumberField
              label={`Layer ${place + 1}: dropout rate`}
              value={layer.rate}
              min={0}
              max={0.95}
              step={0.05}
              onChange={(rate) => replace(place, { ...layer, rate })}
            />
          )}
          <Button
            icon="delete"
            kind="quiet"
            aria-label={`Remove layer ${place + 1}`}
            onPress={() => onChange(layers.filter((_, index) => index !== place))}
          />
        </div>
      ))}
      <div className="ui-row">
        <Button
          size="small"
          icon="add"
          onPress={() => onChange([...layers, { type: 'dense', units: NEW_UNITS, activation: 'relu' }])}
        >
          Add neurons
        </Button>
        <Button size="small" icon="add" onPress={() => onChange([...layers, { type: 'dropout', rate: NEW_RATE }])}>
          Add dropout
        </Button>
      </div>
    </div>
  )
}
