/** Messages to byte frames and back. Typed arrays arrive as the type they left as. The only place that casts. */
import { Encoder } from 'cbor-x'
import type { z } from 'zod'
import { AppError, type ErrorCode } from './errors.ts'
import { type EventName, type EventPayload, events } from './events.ts'
import { type ClientMessage, clientMessageSchema, type ServerMessage, serverMessageSchema } from './messages.ts'
import { type OperationName, operations, type Output, type ParsedInput, type Progress } from './operations.ts'

// Without records a frame can be read alone; without copies a small array would pin its whole frame in memory.
const cbor = new Encoder({ useRecords: false, mapsAsObjects: true, copyBuffers: true })

export function encodeMessage(message: ClientMessage | ServerMessage): Uint8Array {
  // The encoder reuses its buffer, so the frame is copied out.
  return new Uint8Array(cbor.encode(message) as Uint8Array)
}

export function decodeClientMessage(frame: Uint8Array): ClientMessage {
  return decodeMessage(frame, clientMessageSchema)
}

export function decodeServerMessage(frame: Uint8Array): ServerMessage {
  return decodeMessage(frame, serverMessageSchema)
}

function decodeMessage<T>(frame: Uint8Array, schema: z.ZodType<T>): T {
  let value: unknown
  try {
    value = cbor.decode(frame)
  } catch (cause) {
    throw new AppError('bridge/malformed', { cause, data: { bytes: frame.length } })
  }
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw new AppError('bridge/malformed', { data: { bytes: frame.length, ...firstIssue(parsed) } })
  return parsed.data
}

export function parseInput<K extends OperationName>(name: K, input: unknown): ParsedInput<K> {
  return check(
    operations[name].input,
    input,
    'bridge/refused',
    `${name} was asked with a wrong value`,
  ) as ParsedInput<K>
}

export function parseOutput<K extends OperationName>(name: K, output: unknown): Output<K> {
  return check(operations[name].output, output, 'app/bug', `${name} answered with a wrong value`) as Output<K>
}

export function parseProgress<K extends OperationName>(name: K, progress: unknown): Progress<K> {
  return check(operations[name].progress, progress, 'app/bug', `${name} told a wrong progress`) as Progress<K>
}

export function parseEvent<K extends EventName>(name: K, payload: unknown): EventPayload<K> {
  return check(events[name], payload, 'bridge/malformed', `The event ${name} holds a wrong value`) as EventPayload<K>
}

function check(schema: z.ZodType, value: unknown, code: ErrorCode, sentence: string): unknown {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = firstIssue(parsed)
  const where = issue.field === '' ? '' : ` in ${issue.field}`
  throw new AppError(code, { message: `${sentence}${where}: ${issue.problem}.`, data: issue })
}

function firstIssue(failed: { error: z.ZodError }): { field: string; problem: string } {
  const issue = failed.error.issues[0]
  return { field: issue?.path.join('.') ?? '', problem: issue?.message ?? 'not understood' }
}
