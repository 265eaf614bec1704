/** What crosses a transport: a handful of small messages, each one frame. */
import { z } from 'zod'
import { errorDataSchema } from './errors.ts'

const callId = z.number().int().positive()

export const clientMessageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('call'), id: callId, name: z.string(), input: z.unknown() }),
  z.object({ kind: z.literal('abort'), id: callId }),
  z.object({ kind: z.literal('subscribe'), name: z.string() }),
  z.object({ kind: z.literal('unsubscribe'), name: z.string() }),
])
export type ClientMessage = z.infer<typeof clientMessageSchema>
export type CallMessage = Extract<ClientMessage, { kind: 'call' }>

export const serverMessageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), id: callId, progress: z.unknown() }),
  z.object({ kind: z.literal('result'), id: callId, output: z.unknown() }),
  z.object({ kind: z.literal('error'), id: callId, error: errorDataSchema }),
  z.object({
    kind: z.literal('event'),
    name: z.string(),
    sequence: z.number().int().positive(),
    dropped: z.number().int().nonnegative(),
    payload: z.unknown(),
  }),
  /** An answer to something that could not be read, so that nobody knows which call it was. */
  z.object({ kind: z.literal('refused'), error: errorDataSchema }),
])
export type ServerMessage = z.infer<typeof serverMessageSchema>
