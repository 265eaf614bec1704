/** Which sample comes before and after one, and which is the next without a label. */
import type { Sample } from '../../../shared/model/sample.ts'

export interface Neighbours {
  /** 0-based place in the list; -1 where the sample is not in it. */
  place: number
  previous: number | null
  next: number | null
  /** The next one in use without a label, from here on and around. */
  unlabelled: number | null
}

export function neighboursOf(samples: readonly Pick<Sample, 'id' | 'label' | 'enabled'>[], id: number): Neighbours {
  const place = samples.findIndex((sample) => sample.id === id)
  const around = [...samples.slice(place + 1), ...samples.slice(0, Math.max(0, place))]
  return {
    place,
    previous: samples[place - 1]?.id ?? null,
    next: place < 0 ? null : (samples[place + 1]?.id ?? null),
    unlabelled: around.find((sample) => sample.label === null && sample.enabled)?.id ?? null,
  }
}
