/**
 * One perceptually even scale for heat maps: points on viridis (Smith and van der Walt, matplotlib, CC0), between which
 * colours are mixed linearly.
 */
const POINTS: readonly (readonly [number, number, number])[] = [
  [68, 1, 84],
  [72, 40, 120],
  [62, 74, 137],
  [49, 104, 142],
  [38, 130, 142],
  [31, 158, 137],
  [53, 183, 121],
  [109, 205, 89],
  [180, 222, 44],
  [253, 231, 37],
]

function linear(channel: number): number {
  const share = channel / 255
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
}

/** For drawings: `#rrggbb` of a share of 0…1. */
export function heatHex(share: number): string {
  return `#${mixedAt(share)
    .map((channel) => channel.toString(16).padStart(2, '0'))
    .join('')}`
}

function mixedAt(share: number): number[] {
  const place = Math.min(1, Math.max(0, share)) * (POINTS.length - 1)
  const index = Math.min(POINTS.length - 2, Math.floor(place))
  const [low, high] = [POINTS[index]!, POINTS[index + 1]!]
  return low.map((channel, at) => Math.round(channel + (high[at]! - channel) * (place - index)))
}

/** Background and the text colour that stands out more on it, for a share of 0…1. */
export function heatColor(share: number): { background: string; text: string } {
  const [red = 0, green = 0, blue = 0] = mixedAt(share)
  const luminance = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  // Contrast to white is 1.05 / (L + 0.05), to black (L + 0.05) / 0.05; they are equal at L = 0.179.
  return { background: `rgb(${red}, ${green}, ${blue})`, text: luminance > 0.179 ? '#000000' : '#ffffff' }
}
