import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { ConfusionMatrix } from './confusion-matrix.tsx'

const confusion = {
  labels: ['idle', 'wave'],
  matrix: [
    [9, 0, 1],
    [2, 6, 0],
  ],
}

describe('ConfusionMatrix', () => {
  const html = renderToStaticMarkup(
    <ConfusionMatrix confusion={confusion} set="test set" model="3fa9c1, int8" onCell={() => undefined} />,
  )
  it('names the data, the model and how many', () => {
    expect(html).toContain('test set, model 3fa9c1, int8, 18 windows')
  })
  it('says which side is actual and which is predicted', () => {
    expect(html).toMatch(/<th scope="row" aria-label="Actual idle"/)
    expect(html).toMatch(/<th scope="col" aria-label="Predicted UNCERTAIN"/)
  })
  it('writes count and share of the row in every cell', () => {
    expect(html).toContain('Actual idle, predicted idle: 9 (90 %)')
    expect(html).toContain('Actual wave, predicted idle: 2 (25 %)')
    expect(html).toContain('0 (0 %)')
  })
  it('claims nothing for an empty set', () => {
    const empty = renderToStaticMarkup(
      <ConfusionMatrix confusion={{ labels: ['a'], matrix: [[0, 0]] }} set="test set" model="x" />,
    )
    expect(empty).not.toContain('%')
  })
})
