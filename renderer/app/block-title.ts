import { dspBlocks } from '../../shared/dsp/registry.ts'

/** "Spectral Analysis" for `spectral-analysis`; a second block of a kind has an id of its own: "Spectral analysis 2". */
export function blockTitle(id: string): string {
  const type = dspBlocks.find((block) => block.id === id)
  if (type) return type.name
  const words = id.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
