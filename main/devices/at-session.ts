/** A board with the full AT firmware: it records by itself and is asked for its files. It streams nothing. */
import type { BoardPort } from './board-port.ts'
import { type BoardSession, sentBytes, type SessionEvents } from './board-session.ts'
import { type AtClient, createAtClient } from './at-client.ts'

const WAKE_TIMEOUT_MS = 1500

/** null where no prompt comes. */
export async function detectAt(port: BoardPort, events: SessionEvents): Promise<BoardSession | null> {
  const client = createAtClient(port, (text) => events.text([{ direction: 'in', text, skipped: '' }]))
  try {
    if (await client.wake(WAKE_TIMEOUT_MS)) return await createAtSession(port, client, events)
  } catch (error) {
    client.close()
    throw error
  }
  client.close()
  return null
}

async function createAtSession(port: BoardPort, client: AtClient, events: SessionEvents): Promise<BoardSession> {
  const config = await client.config()
  return {
    protocol: 'at',
    info: null,
    axes: [],
    rateHz: () => 0,
    startStream: () => Promise.resolve(),
    link: null,
    commands: { client, config },
    async sendText(text) {
      events.text([{ direction: 'out', text, skipped: '' }])
      await port.write(new TextEncoder().encode(text.replace(/\r?\n/g, '\r')))
    },
    async sendBytes(bytes) {
      events.text([sentBytes(bytes)])
      await port.write(bytes)
    },
    async close() {
      client.close()
      await port.close()
    },
  }
}
