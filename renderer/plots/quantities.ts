/** Units and numbers as people read them. */

const UNIT_SIGNS: Record<string, string> = {
  'm/s2': 'm/s²',
  'm/s^2': 'm/s²',
  'rad/s2': 'rad/s²',
  'deg/s': '°/s',
  dps: '°/s',
  uT: 'µT',
  degC: '°C',
}

export function unitText(unit: string): string {
  return UNIT_SIGNS[unit] ?? unit
}

/** `accX (m/s²)`: what a y axis is called. */
export function axisTitle(name: string, unit: string): string {
  return unit === '' ? name : `${name} (${unitText(unit)})`
}

/** As many digits as a 32-bit float holds, so that a table can be read back without loss. */
export function floatDigits(value: number): number {
  return Number(value.toPrecision(9))
}

/** Three significant digits, never an exponent for everyday sizes, never NaN. */
export function threeDigits(value: number): string {
  if (!Number.isFinite(value)) return 'no number'
  const size = Math.abs(value)
  if (size === 0) return '0'
  if (size >= 1e7 || size < 1e-4) return value.toExponential(2)
  if (size >= 100) return Math.round(value).toLocaleString('en')
  return value.toPrecision(3)
}
