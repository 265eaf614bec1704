import { describe, expect, it } from 'vitest'
import { PageBoundary } from './page-boundary.tsx'

describe('page boundary', () => {
  it('keeps what went wrong, so that it can be shown instead of the page', () => {
    const error = new TypeError('a part of the page did not load')
    expect(PageBoundary.getDerivedStateFromError(error).problem).toContain('a part of the page did not load')
    expect(PageBoundary.getDerivedStateFromError('odd').problem).toBe('odd')
  })
})
