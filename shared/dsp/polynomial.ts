/** Polynomials with real coefficients, lowest power first, as far as wavelet design needs them. */

export interface Complex {
  re: number
  im: number
}

export function times(a: Complex, b: Complex): Complex {
  return { re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re }
}

function minus(a: Complex, b: Complex): Complex {
  return { re: a.re - b.re, im: a.im - b.im }
}

export function over(a: Complex, b: Complex): Complex {
  const size = b.re * b.re + b.im * b.im
  return { re: (a.re * b.re + a.im * b.im) / size, im: (a.im * b.re - a.re * b.im) / size }
}

/** One of the two roots. */
export function rootOf(a: Complex): Complex {
  const size = Math.hypot(a.re, a.im)
  const re = Math.sqrt((size + a.re) / 2)
  const im = Math.sqrt((size - a.re) / 2)
  return { re, im: a.im < 0 ? -im : im }
}

export function product(a: number[], b: number[]): number[] {
  const result = Array.from({ length: a.length + b.length - 1 }, () => 0)
  a.forEach((x, i) => b.forEach((y, j) => (result[i + j] = (result[i + j] ?? 0) + x * y)))
  return result
}

export function power(base: number[], exponent: number): number[] {
  return Array.from({ length: exponent }).reduce<number[]>((result) => product(result, base), [1])
}

export function choose(n: number, k: number): number {
  let result = 1
  for (let index = 1; index <= k; index += 1) result = (result * (n - k + index)) / index
  return Math.round(result)
}

function valueAt(coefficients: number[], x: Complex): Complex {
  return coefficients.reduceRight<Complex>(
    (sum, coefficient) => {
      const next = times(sum, x)
      return { re: next.re + coefficient, im: next.im }
    },
    { re: 0, im: 0 },
  )
}

/** All roots at once by the method of Durand and Kerner. */
export function rootsOf(coefficients: number[]): Complex[] {
  const degree = coefficients.length - 1
  const leading = coefficients[degree] ?? 1
  const monic = coefficients.map((coefficient) => coefficient / leading)
  const roots: Complex[] = Array.from({ length: degree }, (_, index) => {
    const angle = (2 * Math.PI * index) / degree + 0.4
    return { re: 0.5 * Math.cos(angle), im: 0.5 * Math.sin(angle) }
  })
  for (let round = 0; round < 300; round += 1) {
    roots.forEach((root, index) => {
      const others = roots.reduce(
        (result, other, place) => (place === index ? result : times(result, minus(root, other))),
        { re: 1, im: 0 },
      )
      roots[index] = minus(root, over(valueAt(monic, root), others))
    })
  }
  return roots
}

/** The real polynomial with these roots, which come in conjugate pairs. */
export function fromRoots(roots: Complex[]): number[] {
  let result: Complex[] = [{ re: 1, im: 0 }]
  for (const root of roots) {
    const next: Complex[] = Array.from({ length: result.length + 1 }, () => ({ re: 0, im: 0 }))
    result.forEach((coefficient, index) => {
      const moved = times(coefficient, root)
      const low = next[index] ?? moved
      next[index] = minus(low, moved)
      next[index + 1] = { re: coefficient.re, im: coefficient.im }
    })
    result = next
  }
  return result.map((coefficient) => coefficient.re)
}
