/** What differs between impulses, setting by setting, in words. */
import type { Impulse } from '../model/impulse.ts'
import { dspBlocks } from './registry.ts'

export interface Difference {
  setting: string
  /** One text an impulse; empty where it has no such setting. */
  values: string[]
}

const INPUT_WORDS: Record<string, string> = {
  kind: 'Input',
  windowSizeMs: 'Window (ms)',
  windowIncreaseMs: 'Stride (ms)',
  classificationWindowIncreaseMs: 'Stride when testing and live (ms)',
  frequencyHz: 'Frequency (Hz)',
  padZeros: 'Fill short samples with zeros',
  axes: 'Axes',
  imageWidth: 'Width (pixels)',
  imageHeight: 'Height (pixels)',
  resizeMode: 'Resize mode',
  resizeMethod: 'Resize method',
  cropAnchor: 'Crop anchor',
}
const BLOCK_WORDS: Record<string, string> = {
  inputs: 'inputs',
  layers: 'layers',
  trainingCycles: 'training cycles',
  learningRate: 'learning rate',
  batchSize: 'batch size',
}

export function compareImpulses(impulses: readonly (Impulse | null)[]): Difference[] {
  const settings = impulses.map((impulse) => (impulse ? settingsOf(impulse) : new Map<string, string>()))
  const names = new Set(settings.flatMap((one) => [...one.keys()]))
  return [...names]
    .map((setting) => ({ setting, values: settings.map((one) => one.get(setting) ?? '') }))
    .filter(({ values }) => new Set(values).size > 1)
}

function settingsOf({ input, dsp, learn }: Impulse): Map<string, string> {
  const settings = new Map<string, string>()
  for (const [key, value] of Object.entries(input)) settings.set(INPUT_WORDS[key] ?? key, textOf(value))
  for (const { id, block, params, axes, implementationVersion } of dsp) {
    const type = dspBlocks.find((one) => one.id === block)
    settings.set(id, type?.name ?? block)
    settings.set(`${id}: version`, String(implementationVersion))
    if (axes) settings.set(`${id}: axes`, textOf(axes))
    for (const [key, value] of Object.entries(params)) {
      settings.set(`${id}: ${type?.parameters.find((spec) => spec.id === key)?.label ?? key}`, textOf(value))
    }
  }
  for (const { id, ...rest } of learn) addSettings(settings, id, rest)
  return settings
}

/** Settings within settings become rows of their own. */
function addSettings(settings: Map<string, string>, place: string, value: object): void {
  for (const [key, one] of Object.entries(value) as [string, unknown][]) {
    const name = key === 'block' ? place : `${place}: ${BLOCK_WORDS[key] ?? key}`
    const nested = typeof one === 'object' && one !== null && !Array.isArray(one)
    if (nested) addSettings(settings, place, one)
    else settings.set(name, textOf(one))
  }
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(textOf).join(', ')
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'object' && value !== null) return Object.values(value).map(textOf).join(' ')
  return String(value)
}
