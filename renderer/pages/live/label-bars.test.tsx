import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { LabelBars } from './label-bars.tsx'

function bars(score: number | null): string {
  return renderToStaticMarkup(<LabelBars scores={[{ label: 'wave', score }]} threshold={0.6} placeOf={() => 0} />)
}

describe('label bars', () => {
  it('shows no number before the first answer', () => {
    expect(bars(null)).not.toMatch(/%<\/span>|role="meter"/)
  })

  it('shows a certainty of nought as one', () => {
    expect(bars(0)).toContain('aria-valuenow="0"')
    expect(bars(0)).toMatch(/0 %<\/span>/)
  })
})
