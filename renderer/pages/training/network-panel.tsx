/** The network as it is being built: templates, layers, and whether it fits the board before it is trained. */
import { useEffect, useRef, useState } from 'react'
import type { Impulse, NetworkBlock } from '../../../shared/model/impulse.ts'
import type { NetworkLayer } from '../../../shared/model/network-layer.ts'
import { networkOutline } from '../../../shared/nn/outline.ts'
import { type NetworkTemplate, templatesFor } from '../../../shared/nn/templates.ts'
import { message } from '../../app/messages.ts'
import { useFitBoard } from '../../app/use-fit-board.ts'
import { useQuery } from '../../app/use-query.ts'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { FitGauge } from '../../components/fit-gauge.tsx'
import { formatNumberOf } from '../../components/format.ts'
import { Menu } from '../../components/menu.tsx'
import { Select } from '../../components/select.tsx'
import { Slider } from '../../components/slider.tsx'
import { withLayerAt } from './layer-edits.ts'
import { LAYER_KINDS, newLayer } from './layer-kinds.ts'
import { LayerList } from './layer-list.tsx'
import './layers.css'
import type { NetworkShape } from './use-outline.ts'

interface Props {
  impulse: Impulse
  block: NetworkBlock
  network: NetworkShape | null
  labels: number
  onChange: (block: NetworkBlock) => void
}

export function NetworkPanel({ impulse, block, network, labels, onChange }: Props) {
  const [open, setOpen] = useState<number | null>(0)
  const history = useHistory(block, onChange)
  const { outline = null, shape = null } = network ?? {}
  const answer = block.block === 'regression' ? 'one value' : formatNumberOf(Math.max(2, labels), 'label')
  const change = (layers: NetworkLayer[], said?: string): void => {
    history.change({ ...block, layers })
    if (said !== undefined) message(said, { action: { label: 'Undo', run: history.undo } })
  }
  function add(type: NetworkLayer['type']): void {
    const place = open === null ? block.layers.length : open + 1
    const layer = newLayer(type)
    const fitting: NetworkLayer = layer.type === 'reshape' && shape ? { ...layer, shape: pictureOf(shape) } : layer
    change(withLayerAt(block.layers, place, fitting))
    setOpen(place)
  }
  return (
    <div className="training__column">
      {shape && (
        <Templates
          shape={shape}
          labels={labels}
          onUse={(template) => {
            const { layers, training, normalization } = template
            history.change({ ...block, layers, normalization, training: { ...block.training, ...training } })
            setOpen(null)
            message(`The network is now “${template.name}”.`, { action: { label: 'Undo', run: history.undo } })
          }}
        />
      )}
      <Card
        title="Layers"
        actions={
          <>
            <Menu
              label="Add a layer"
              icon="add"
              alignRight
              items={LAYER_KINDS.map(({ type, name, help }) => ({
                label: `${name}: ${help}`,
                onPress: () => add(type),
              }))}
            >
              Add a layer
            </Menu>
            <Button
              icon="undo"
              aria-label="Undo layers"
              size="small"
              {...(history.canUndo ? {} : { reason: 'Nothing was changed here yet.' })}
              onPress={history.undo}
            >
              Undo
            </Button>
          </>
        }
      >
        <LayerList layers={block.layers} {...{ outline, answer, open }} onOpen={setOpen} onChange={change} />
        {outline?.output && <Totals outline={outline} />}
      </Card>
      {outline && !outline.failure && <FitBefore impulse={impulse} block={block} />}
    </div>
  )
}

/** Features in the shape they came in; a plain row stays one. */
function pictureOf(shape: readonly number[]): number[] {
  return shape.length === 1 ? [shape[0] ?? 1, 1] : [...shape]
}

/** Steps back within this page; a message's "Undo" may come later than the drawing that made it. */
function useHistory(block: NetworkBlock, onChange: (block: NetworkBlock) => void) {
  const past = useRef<NetworkBlock[]>([])
  const latest = useRef({ block, onChange })
  useEffect(() => {
    latest.current = { block, onChange }
  })
  useEffect(() => {
    past.current = []
  }, [block.id])
  return {
    canUndo: past.current.length > 0,
    change(next: NetworkBlock): void {
      past.current.push(latest.current.block)
      latest.current.onChange(next)
    },
    undo(): void {
      const before = past.current.pop()
      if (before) latest.current.onChange(before)
    },
  }
}

function Totals({ outline }: { outline: NetworkShape['outline'] }) {
  const all = outline.output ? [...outline.layers, outline.output] : outline.layers
  const parameters = all.reduce((sum, layer) => sum + layer.parameters, 0)
  const macs = all.reduce((sum, layer) => sum + layer.macs, 0)
  return (
    <p role="status" aria-label="Size of the network">
      {formatNumberOf(all.length, 'layer')}, {formatNumberOf(parameters, 'parameter')},{' '}
      {formatNumberOf(macs, 'multiply-add')}.
    </p>
  )
}

interface TemplatesProps {
  shape: readonly number[]
  labels: number
  onUse: (template: NetworkTemplate) => void
}

const HAS_WIDTH: readonly string[] = ['ds-cnn', 'mobilenet-v1']

function Templates({ shape, labels, onUse }: TemplatesProps) {
  const [width, setWidth] = useState(0.25)
  const templates = templatesFor(shape, { width })
  const [chosen, setChosen] = useState('')
  const template = templates.find(({ id }) => id === chosen) ?? templates[0]
  if (!template) return null
  const inputs = shape.reduce((product, size) => product * size, 1)
  const { layers, output } = networkOutline(inputs, template.layers, { outputs: labels, activation: 'softmax' })
  const parameters = [...layers, ...(output ? [output] : [])].reduce((sum, layer) => sum + layer.parameters, 0)
  return (
    <Card title="Start from a template">
      <div className="layers__templates">
        <Select
          label="Template"
          value={template.id}
          options={templates.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={setChosen}
        />
        {HAS_WIDTH.includes(template.id) && (
          <Slider
            label="Width"
            help="Share of the usual filters: less is smaller and faster."
            value={width}
            min={0.1}
            max={1}
            step={0.05}
            onChange={setWidth}
          />
        )}
        <Button onPress={() => onUse(template)}>Use this template</Button>
      </div>
      <p className="ui-muted">
        {template.description} {formatNumberOf(parameters, 'parameter')}.
      </p>
    </Card>
  )
}

function FitBefore({ impulse, block }: Pick<Props, 'impulse' | 'block'>) {
  const { board } = useFitBoard()
  const own = { ...impulse, learn: [block] }
  const { data } = useQuery('impulse/describe', { impulse: own, ...(board ? { board: board.id } : {}) })
  if (!board || !data) return null
  return (
    <Card title="Fit before training">
      <FitGauge board={board} {...data.model} {...(data.board ? { dspMs: data.board.dspMs } : {})} />
    </Card>
  )
}
