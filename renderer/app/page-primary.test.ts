import { beforeEach, describe, expect, it, vi } from 'vitest'
import { offerPrimary, pressPrimary, wantPrimary } from './page-primary.ts'

describe('the wish for a page’s main button', () => {
  let now = 0
  beforeEach(() => {
    now = 0
    vi.stubGlobal('location', { hash: '#/dashboard' })
    vi.spyOn(performance, 'now').mockImplementation(() => now)
    offerPrimary('dashboard', null)
  })

  it('presses the button once when the page shows it', () => {
    const press = vi.fn()
    wantPrimary('training', 'Train')
    offerPrimary('training', { label: 'Train', onPress: press, disabled: true })
    expect(press).not.toHaveBeenCalled()
    offerPrimary('training', { label: 'Train', onPress: press })
    offerPrimary('training', { label: 'Train', onPress: press })
    expect(press).toHaveBeenCalledTimes(1)
  })
  it('never presses a button of another name', () => {
    const press = vi.fn()
    wantPrimary('training', 'Train')
    offerPrimary('training', { label: 'Stop', onPress: press })
    expect(press).not.toHaveBeenCalled()
  })
  it('is forgotten after three seconds', () => {
    const press = vi.fn()
    wantPrimary('deploy', 'Flash')
    now = 3001
    offerPrimary('deploy', { label: 'Flash', onPress: press })
    expect(press).not.toHaveBeenCalled()
  })
  it('is forgotten on another page', () => {
    const press = vi.fn()
    wantPrimary('deploy', 'Flash')
    offerPrimary('record', { label: 'Record', onPress: press })
    offerPrimary('deploy', { label: 'Flash', onPress: press })
    expect(press).not.toHaveBeenCalled()
  })
  it('leaves Ctrl+Enter to what is shown', () => {
    const press = vi.fn()
    offerPrimary('record', { label: 'Record', onPress: press })
    pressPrimary()
    expect(press).toHaveBeenCalledTimes(1)
  })
})
