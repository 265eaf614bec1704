/** Refuses a model that the Pico's firmware has no memory for, before the board is overwritten. */
import { readModelPack } from '../../shared/codegen/model-pack-read.ts'
import { AppError } from '../../shared/contract/errors.ts'
import { frequencyOf, windowReadings } from '../../shared/dsp/windows.ts'
import type { Impulse } from '../../shared/model/impulse.ts'
import type { TrainedModel } from '../services/model-store.ts'
import { MODEL_ARENA_BYTES, MOST_FEATURES, MOST_OUTPUTS, RAW_WINDOW_VALUES } from '../virtual/pico-memory.ts'

interface Need {
  needed: number
  room: number
  /** Between the two numbers and after them. */
  words: [string, string]
  hint: string
}

function longestWindow({ input }: Impulse): string {
  if (input.kind === 'image') return 'Use smaller pictures on the Impulse page, then train again.'
  const longestMs = Math.floor((RAW_WINDOW_VALUES * 1000) / input.axes.length / frequencyOf(input))
  return `Use a window of at most ${longestMs.toLocaleString('en-US')} ms, then train again.`
}

function fewerFeatures({ input }: Impulse): string {
  if (input.kind === 'image') return 'Use smaller or grey pictures, then train again.'
  return 'Use a shorter window, longer steps or fewer filters, then train again.'
}

/** What is known before there is a model. */
function inputNeeds(impulse: Impulse, features: number): Need[] {
  const values = windowReadings(impulse.input) * impulse.input.axes.length
  return [
    { needed: values, room: RAW_WINDOW_VALUES, words: ['A window has', 'values'], hint: longestWindow(impulse) },
    { needed: features, room: MOST_FEATURES, words: ['A window makes', 'features'], hint: fewerFeatures(impulse) },
  ]
}

function needs({ impulse, pack }: TrainedModel): Need[] {
  const { features, labels, arenaBytes } = readModelPack(pack)
  return [
    ...inputNeeds(impulse, features),
    {
      needed: labels.length,
      room: MOST_OUTPUTS,
      words: ['The model has', 'labels'],
      hint: 'Join labels, then train again.',
    },
    {
      needed: arenaBytes,
      room: MODEL_ARENA_BYTES,
      words: ['The model works in', 'bytes'],
      hint: 'Use fewer filters in the first layers, or a smaller window, then train again.',
    },
  ]
}

function firstMisfit(all: Need[]): { message: string; hint: string } | null {
  const short = all.find(({ needed, room }) => needed > room)
  if (!short) return null
  const { needed, room, words, hint } = short
  const [before, unit] = words
  const numbers = [needed, room].map((value) => value.toLocaleString('en-US'))
  return { message: `${before} ${numbers[0]} ${unit}; the Pico’s firmware has room for ${numbers[1]}.`, hint }
}

/** Why the firmware has no room for the windows of this impulse, and what to do; null where it has. */
export function picoInputMisfit(impulse: Impulse, features: number): string | null {
  const misfit = firstMisfit(inputNeeds(impulse, features))
  return misfit && `${misfit.message} ${misfit.hint}`
}

export function refuseWhatPicoCannotHold(model: TrainedModel): void {
  const misfit = firstMisfit(needs(model))
  if (misfit) throw new AppError('model/too-large', misfit)
}
