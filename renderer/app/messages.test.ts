import { describe, expect, it } from 'vitest'
import { type Message, withMessage } from './messages.ts'

const said = (text: string, at: number) => ({ text, at, page: 'record', urgent: false, action: null })

describe('withMessage', () => {
  it('puts the newest first', () => {
    const list = withMessage(withMessage([], said('one', 1)), said('two', 2))
    expect(list.map((one) => one.text)).toEqual(['two', 'one'])
    expect(new Set(list.map((one) => one.id)).size).toBe(2)
  })
  it('counts the same message instead of repeating it', () => {
    const list = withMessage(withMessage([], said('one', 1)), said('one', 5))
    expect(list).toMatchObject([{ text: 'one', times: 2, at: 5 }])
  })
  it('keeps the last 500', () => {
    let list: Message[] = []
    for (let number = 0; number < 600; number++) list = withMessage(list, said(`message ${number}`, number))
    expect(list).toHaveLength(500)
    expect(list[0]?.text).toBe('message 599')
  })
})
