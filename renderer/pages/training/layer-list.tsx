/** The layers from the features to the answer: with what leaves each, what it costs, and where one does not fit. */
import { type DragEvent, type KeyboardEvent, useRef, useState } from 'react'
import type { NetworkLayer } from '../../../shared/model/network-layer.ts'
import type { Shape } from '../../../shared/nn/graph.ts'
import type { LayerCost, Outline } from '../../../shared/nn/outline.ts'
import { isFlat } from '../../../shared/nn/shape.ts'
import { Alert } from '../../components/alert.tsx'
import { Button } from '../../components/button.tsx'
import { classNames } from '../../components/class-names.ts'
import { formatBytes, formatCount, formatNumberOf } from '../../components/format.ts'
import { rovingIndex, VERTICAL } from '../../components/roving.ts'
import { withMovedLayer, withoutLayer } from './layer-edits.ts'
import { LayerForm } from './layer-form.tsx'
import { layerKind } from './layer-kinds.ts'

interface Props {
  layers: readonly NetworkLayer[]
  outline: Outline | null
  /** What comes out at the end: "4 labels". */
  answer: string
  /** The layer whose fields are shown. */
  open: number | null
  onOpen: (place: number | null) => void
  onChange: (layers: NetworkLayer[], said?: string) => void
}

export function shapeWords(shape: Shape): string {
  const { height, width, channels } = shape
  if (isFlat(shape)) return formatNumberOf(channels, 'value')
  return height === 1 ? `${width} steps × ${channels}` : `${height} × ${width} × ${channels}`
}

function costWords({ parameters, macs, ramBytes }: LayerCost): string {
  const work = parameters > 0 ? `${formatNumberOf(parameters, 'parameter')}, ${formatCount(macs)} multiply-adds, ` : ''
  return `${work}${formatBytes(ramBytes)} RAM`
}

export function LayerList({ layers, outline, answer, open, onOpen, onChange }: Props) {
  const list = useRef<HTMLOListElement>(null)
  const [dragged, setDragged] = useState<number | null>(null)
  const [over, setOver] = useState<number | null>(null)
  const end = layers.length
  const move = (from: number, to: number): void => {
    if (to < 0 || to >= layers.length || from === to) return
    onOpen(open === from ? to : null)
    onChange(withMovedLayer(layers, from, to))
  }
  function walk(event: KeyboardEvent): void {
    const heads = [...(list.current?.querySelectorAll<HTMLElement>('[data-layer]') ?? [])]
    const at = heads.findIndex((head) => head === document.activeElement)
    const next = at < 0 ? null : rovingIndex(event.key, at, heads.length, VERTICAL)
    if (next === null) return
    event.preventDefault()
    heads[next]?.focus()
  }
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    if (dragged !== null && over !== null) move(dragged, over)
    setDragged(null)
    setOver(null)
  }
  return (
    <ol className="layers" aria-label="Layers" ref={list} onKeyDown={walk} onDrop={drop}>
      <li className="layers__end">
        <span data-layer="" tabIndex={0}>
          Features in
        </span>
        <span className="ui-muted">{outline ? shapeWords(outline.input) : ''}</span>
      </li>
      {layers.map((layer, place) => (
        <li
          key={place}
          className={classNames('layers__row', over === place && dragged !== null && 'layers__row--over')}
          onDragOver={(event) => {
            event.preventDefault()
            setOver(place)
          }}
        >
          <div className="layers__head">
            <span
              className="layers__handle"
              draggable
              aria-hidden="true"
              title="Drag to another place"
              onDragStart={(event) => {
                event.dataTransfer.effectAllowed = 'move'
                setDragged(place)
              }}
              onDragEnd={() => setDragged(null)}
            >
              ⠿
            </span>
            <LayerHead
              {...{ layer, place, outline, open: open === place }}
              onPress={() => onOpen(open === place ? null : place)}
            />
            <Button
              icon="up"
              kind="quiet"
              size="small"
              aria-label={`Move layer ${place + 1} up`}
              {...(place === 0 ? { reason: 'It is the first one.' } : {})}
              onPress={() => move(place, place - 1)}
            />
            <Button
              icon="down"
              kind="quiet"
              size="small"
              aria-label={`Move layer ${place + 1} down`}
              {...(place === end - 1 ? { reason: 'It is the last one.' } : {})}
              onPress={() => move(place, place + 1)}
            />
            <Button
              icon="delete"
              kind="quiet"
              size="small"
              aria-label={`Remove layer ${place + 1}`}
              onPress={() => {
                onOpen(null)
                onChange(withoutLayer(layers, place), `Removed layer ${place + 1}, ${layerKind(layer.type)?.name}.`)
              }}
            />
          </div>
          <Failure outline={outline} place={place} />
          {open === place && (
            <LayerForm
              layer={layer}
              place={place}
              onChange={(next) => onChange(layers.map((old, index) => (index === place ? next : old)))}
            />
          )}
        </li>
      ))}
      <li className="layers__end">
        <span data-layer="" tabIndex={0}>
          Answer: {answer}
        </span>
        <span className="ui-muted">{outline?.output ? costWords(outline.output) : ''}</span>
        <Failure outline={outline} place={end} />
      </li>
    </ol>
  )
}

interface HeadProps {
  layer: NetworkLayer
  place: number
  outline: Outline | null
  open: boolean
  onPress: () => void
}

function LayerHead({ layer, place, outline, open, onPress }: HeadProps) {
  const kind = layerKind(layer.type)
  const cost = outline?.layers[place]
  return (
    <button
      type="button"
      className="layers__name"
      data-layer=""
      aria-expanded={open}
      title={kind?.help}
      onClick={onPress}
    >
      <span>
        {place + 1}. {kind?.name}
        {layer.type === 'dense' && ` ${layer.units}`}
        {'filters' in layer && ` ${layer.filters}`}
      </span>
      <span className="layers__cost">{cost ? `→ ${shapeWords(cost.shape)} · ${costWords(cost)}` : 'not reached'}</span>
    </button>
  )
}

function Failure({ outline, place }: { outline: Outline | null; place: number }) {
  if (outline?.failure?.layer !== place) return null
  const { message, hint } = outline.failure.error
  return (
    <Alert>
      {message} {hint}
    </Alert>
  )
}
