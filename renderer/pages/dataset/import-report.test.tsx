import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { ImportReport } from './import-report.tsx'

const clean = { taken: 2, skipped: [], duplicates: 0, labels: { wave: 2 }, notes: [] }

describe('import report', () => {
  it('shows what was assumed or left out in the files it took', () => {
    const notes = ['1 file has no column of times', 'a.csv: One row was left out']
    const html = renderToStaticMarkup(<ImportReport result={{ ...clean, notes }} onClose={() => undefined} />)
    for (const note of notes) expect(html).toContain(note)
  })

  it('has no list where there is nothing to say', () => {
    expect(renderToStaticMarkup(<ImportReport result={clean} onClose={() => undefined} />)).not.toContain('<li')
  })
})
