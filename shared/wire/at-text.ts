/** Splits what a board with the AT command set sends into lines and prompts. Echo and answers come as lines alike. */

export type AtEvent = { kind: 'line'; text: string } | { kind: 'prompt' }

export interface AtReader {
  push(bytes: Uint8Array): AtEvent[]
  /** Nothing came for a while: an unfinished line that ends in a prompt is one, though noise stands before it. */
  quiet(): AtEvent[]
  /** Forgets a line that has begun, for example after a change of the baud rate. */
  reset(): void
}

const PROMPT = '> '
const LINE_FEED = 10
const CARRIAGE_RETURN = 13
/** A file of 300 s at six axes and 100 Hz in base64 stays below. */
const LONGEST_LINE = 16 * 1024 * 1024

export function createAtReader(): AtReader {
  let line = ''

  function finish(): AtEvent[] {
    const text = line
    line = ''
    return text === '' ? [] : [{ kind: 'line', text }]
  }

  return {
    push(bytes) {
      const events: AtEvent[] = []
      for (const byte of bytes) {
        if (byte === LINE_FEED || byte === CARRIAGE_RETURN) events.push(...finish())
        else if (byte === 0) continue
        else {
          if (line.length < LONGEST_LINE) line += String.fromCharCode(byte)
          // At the start of a line the two bytes are always the prompt; within a line they may be text.
          if (line === PROMPT) {
            line = ''
            events.push({ kind: 'prompt' })
          }
        }
      }
      return events
    },
    quiet() {
      if (!line.endsWith(PROMPT)) return []
      const before = line.slice(0, -PROMPT.length).trim()
      line = ''
      return before === '' ? [{ kind: 'prompt' }] : [{ kind: 'line', text: before }, { kind: 'prompt' }]
    },
    reset() {
      line = ''
    },
  }
}
