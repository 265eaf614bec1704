/** A label's colour, marker and digit by its place in the label order. Colour is never alone. */
const MARKERS = ['●', '■', '▲', '◆', '▼', '✚', '★', '✖', '○', '□', '△', '◇'] as const
/** From the 13th label on the colours repeat with hollow and filled markers swapped. */
const SWAPPED_MARKERS = ['○', '□', '△', '◇', '▽', '✛', '☆', '✕', '●', '■', '▲', '◆'] as const

export const LABEL_COLORS = MARKERS.length

export interface LabelLook {
  /** Name of the CSS custom property that holds the colour. */
  token: string
  marker: string
  /** 1-based; also the key that chooses the label, up to 9. */
  digit: number
}

/** `color` is the label's 0-based place in the colour order. */
export function labelLook(color: number): LabelLook {
  const place = color % LABEL_COLORS
  const markers = Math.floor(color / LABEL_COLORS) % 2 === 0 ? MARKERS : SWAPPED_MARKERS
  return { token: `--color-label-${place + 1}`, marker: markers[place] ?? '●', digit: color + 1 }
}
