/**
 * Filters of the discrete wavelet transform, designed from the definitions of the families; names and order of taps as in
 * PyWavelets. Sources: Daubechies, "Ten Lectures on Wavelets" (db, sym, bior by factoring the maximally flat half-band
 * filter; coif by its moment equations). Checked against PyWavelets 1.9 (test/golden/wavelet-filters.json).
 */
import type { Complex } from './polynomial.ts'
import { choose, fromRoots, over, power, product, rootOf, rootsOf } from './polynomial.ts'

export interface WaveletFilters {
  /** Decomposition low- and high-pass, of one even length. */
  low: Float32Array
  high: Float32Array
}

/** Spline pairs follow from a formula; the last three share the roots in other ways. */
const SPLINES = ['1.3', '1.5', '2.2', '2.4', '2.6', '2.8', '3.1', '3.3', '3.5', '3.7', '3.9']
const BIORTHOGONAL = [...SPLINES, '4.4', '5.5', '6.8']
const numbered = (family: string, last: number): string[] =>
  Array.from({ length: last - 1 }, (_, index) => `${family}${index + 2}`)

export const WAVELETS = [
  ...BIORTHOGONAL.map((name) => `bior${name}`),
  'coif1',
  'coif2',
  'coif3',
  ...numbered('db', 10),
  'haar',
  ...BIORTHOGONAL.map((name) => `rbio${name}`),
  ...numbered('sym', 10),
]

/** The half-band filter without its zeros at half the rate: in y = sin²(ω / 2), of degree moments − 1. */
function halfBand(moments: number): number[] {
  return Array.from({ length: moments }, (_, k) => choose(moments - 1 + k, k))
}

/** Roots in y that belong together: a real one, or a conjugate pair. */
function groupsOf(moments: number): Complex[][] {
  const roots = rootsOf(halfBand(moments))
  const real = roots.filter(({ im }) => Math.abs(im) < 1e-7).map(({ re }) => [{ re, im: 0 }])
  const upper = roots.filter(({ im }) => im >= 1e-7).toSorted((a, b) => a.re - b.re)
  return [...real, ...upper.map((root) => [root, { re: root.re, im: -root.im }])]
}

/** The root in z inside the unit circle: y = (2 − z − 1 / z) / 4. */
function insideRoot(y: Complex): Complex {
  const middle = { re: 1 - 2 * y.re, im: -2 * y.im }
  const square = { re: middle.re * middle.re - middle.im * middle.im - 1, im: 2 * middle.re * middle.im }
  const step = rootOf(square)
  const root = { re: middle.re + step.re, im: middle.im + step.im }
  return Math.hypot(root.re, root.im) < 1 ? root : over({ re: 1, im: 0 }, root)
}

/** Scaled so that the taps add up to √2. */
function scaled(taps: number[]): number[] {
  const sum = taps.reduce((total, tap) => total + tap, 0)
  return taps.map((tap) => (tap * Math.SQRT2) / sum)
}

/** Orthogonal filter with the groups inside the circle, or outside where `outside` says so. */
function orthogonal(moments: number, outside: boolean[]): number[] {
  const roots = groupsOf(moments).flatMap((group, index) =>
    group.map((y) => {
      const root = insideRoot(y)
      return outside[index] ? over({ re: 1, im: 0 }, root) : root
    }),
  )
  return scaled(product(power([1, 1], moments), fromRoots(roots))).toReversed()
}

/**
 * Which groups a symlet turns outside, one bit a group: of all choices those with the straightest phase, and of each pair
 * of mirror images the one that PyWavelets has.
 */
const SYMLET_CHOICES = new Map([
  [2, 0],
  [3, 0],
  [4, 2],
  [5, 1],
  [6, 5],
  [7, 1],
  [8, 10],
  [9, 6],
  [10, 21],
])

function symlet(moments: number): number[] {
  const choice = SYMLET_CHOICES.get(moments) ?? 0
  return orthogonal(
    moments,
    Array.from({ length: moments }, (_, index) => Math.floor(choice / 2 ** index) % 2 === 1),
  )
}

/** Taps of cos(ω / 2)^zeros times a polynomial in y. */
function symmetric(zeros: number, inY: number[]): number[] {
  const y = [-0.25, 0.5, -0.25]
  const degree = inY.length - 1
  const sum = inY.reduce<number[]>(
    (total, coefficient, k) => {
      const term = product(power(y, k), power([0, 1], degree - k))
      const shift = term.length - 1 - (degree + k)
      return total.map((value, index) => value + coefficient * (term[index + shift] ?? 0))
    },
    Array.from({ length: 2 * degree + 1 }, () => 0),
  )
  return scaled(product(power([1, 1], zeros), sum))
}

/** Decomposition and reconstruction low-pass, not yet of one length. */
function biorthogonal(name: string): { decompose: number[]; reconstruct: number[] } {
  const [zeros = 1, dual = 1] = name.split('.').map(Number)
  const moments = (zeros + dual) / 2
  if (SPLINES.includes(name)) {
    return { decompose: symmetric(dual, halfBand(moments)), reconstruct: symmetric(zeros, [1]) }
  }
  const groups = groupsOf(moments)
  const share = { '4.4': [4, 4, 0], '5.5': [4, 6, 0], '6.8': [8, 6, 1] }[name] ?? []
  const [decomposeZeros = 0, reconstructZeros = 0, given = 0] = share
  const others = groups.filter((_, index) => index !== given).flat()
  return {
    decompose: symmetric(decomposeZeros, fromRoots(others)),
    reconstruct: symmetric(reconstructZeros, fromRoots(groups[given] ?? [])),
  }
}

/** Zeros before and after, so that the middle comes to lie at `middle` of `length` taps. */
function placed(taps: number[], length: number, middle: number): number[] {
  const before = Math.round(middle - (taps.length - 1) / 2)
  return Array.from({ length }, (_, index) => taps[index - before] ?? 0)
}

function biorthogonalPair(name: string): { low: number[]; reconstruct: number[] } {
  const { decompose, reconstruct } = biorthogonal(name)
  const longest = Math.max(decompose.length, reconstruct.length)
  const even = decompose.length % 2 === 0
  const length = even ? longest : longest + 1
  const half = length / 2
  return {
    low: placed(decompose, length, even ? half - 0.5 : half),
    reconstruct: placed(reconstruct, length, even ? half - 0.5 : half - 1),
  }
}

/** Solutions of the moment equations, which have no closed form above the first; found by Newton's method. */
const COIFLETS = new Map<string, number[]>([
  ['coif1', [-0.0727326195125, 0.337897662457, 0.852572020212, 0.384864846865, -0.0727326195125, -0.0156557281358]],
  [
    'coif2',
    [
      0.0163873364632, -0.0414649367869, -0.0673725547237, 0.386110066823, 0.812723635449, 0.417005184423,
      -0.0764885990783, -0.0594344186464, 0.0236801719468, 0.00561143481937, -0.00182320887091, -0.00072054944552,
    ],
  ],
  [
    'coif3',
    [
      -0.00379351286438, 0.00778259642567, 0.0234526961421, -0.0657719112815, -0.061123390003, 0.405176902409,
      0.793777222626, 0.428483476377, -0.0717998216192, -0.0823019271063, 0.0345550275733, 0.0158805448637,
      -0.00900797613673, -0.00257451768814, 0.00111751877083, 0.00046621695982, -7.09833025064e-5, -3.45997731973e-5,
    ],
  ],
])

function lowPasses(name: string): { low: number[]; reconstruct: number[] } {
  const order = Number(name.replace(/^[a-z]+/, ''))
  const of = (reconstruct: number[]) => ({ low: reconstruct.toReversed(), reconstruct })
  if (name === 'haar') return of(orthogonal(1, []))
  if (name.startsWith('db')) return of(orthogonal(order, []))
  if (name.startsWith('sym')) return of(symlet(order))
  if (name.startsWith('coif')) return of(COIFLETS.get(name) ?? [])
  const pair = biorthogonalPair(name.slice(4))
  if (name.startsWith('bior')) return pair
  return { low: pair.reconstruct.toReversed(), reconstruct: pair.low.toReversed() }
}

/** name: one of WAVELETS. The high-pass is the reconstruction low-pass with every other sign turned. */
export function waveletFilters(name: string): WaveletFilters {
  const { low, reconstruct } = lowPasses(name)
  return {
    low: Float32Array.from(low),
    high: Float32Array.from(reconstruct, (tap, index) => (index % 2 === 0 ? -tap : tap) + 0),
  }
}
