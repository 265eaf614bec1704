/** Label side-cars of Edge Impulse datasets: `info.labels` and `structured_labels.labels`, version 1. */
import { z } from 'zod'
import { AppError } from '../contract/errors.ts'

/** A stretch of readings with one label; both ends belong to it. */
export const segmentSchema = z.object({
  startIndex: z.number().int().nonnegative(),
  endIndex: z.number().int().nonnegative(),
  label: z.string().min(1),
})
export type Segment = z.infer<typeof segmentSchema>

const labelSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('unlabeled') }),
  z.object({ type: z.literal('label'), label: z.string() }),
  z.object({ type: z.literal('multi-label'), labels: z.array(segmentSchema) }),
  z.object({ type: z.literal('keyvalue-labels'), labels: z.record(z.string(), z.string()) }),
])

const fileSchema = z.object({
  path: z.string(),
  name: z.string().optional(),
  category: z.enum(['training', 'testing', 'validation', 'post-processing', 'split']),
  label: labelSchema,
  metadata: z.record(z.string(), z.string()).nullish(),
})
export type LabelledFile = z.infer<typeof fileSchema>

/** What `info.labels` says, by path relative to it. Also reads the one-item-a-line form of huge exports. */
export function parseInfoLabels(text: string): Map<string, LabelledFile> {
  const items = /^\s*\{\s*"__ndjson"\s*:\s*true/.test(text) ? readLines(text) : readWhole(text)
  const files = items.map((item, index) => {
    const parsed = fileSchema.safeParse(item)
    if (!parsed.success) {
      const issue = parsed.error.issues[0]
      throw unreadable('info.labels', `item ${index + 1}, ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'wrong'}`)
    }
    return parsed.data
  })
  return new Map(files.map((file) => [normalPath(file.path), file]))
}

function readWhole(text: string): unknown[] {
  const whole = z
    .object({ version: z.literal(1), files: z.array(z.unknown()) })
    .safeParse(parseJson('info.labels', text))
  if (!whole.success) throw unreadable('info.labels', 'it is no list of files of version 1')
  return whole.data.files
}

function readLines(text: string): unknown[] {
  const lineSchema = z.object({ __key: z.literal('files'), __item: z.unknown() })
  const items: unknown[] = []
  for (const [index, line] of text.split('\n').entries()) {
    if (index === 0 || line.trim() === '') continue
    const parsed = lineSchema.safeParse(parseJson('info.labels', line, index + 1))
    // Lines of other keys carry nothing that is needed here.
    if (parsed.success) items.push(parsed.data.__item)
  }
  return items
}

/** Segments by file name. */
export function parseStructuredLabels(text: string): Map<string, Segment[]> {
  const name = 'structured_labels.labels'
  const schema = z.object({
    version: z.literal(1),
    type: z.literal('structured-labels'),
    structuredLabels: z.record(z.string(), z.array(segmentSchema)),
  })
  const parsed = schema.safeParse(parseJson(name, text))
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw unreadable(name, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'wrong'}`)
  }
  return new Map(Object.entries(parsed.data.structuredLabels).map(([path, list]) => [normalPath(path), list]))
}

/** One label a reading: later segments win, equal neighbours join. Throws where readings have no label or do not exist. */
export function layOut(segments: readonly Segment[], readings: number): Segment[] {
  const labels: (string | undefined)[] = Array.from({ length: readings })
  for (const { startIndex, endIndex, label } of segments) {
    if (startIndex > endIndex || endIndex >= readings) {
      throw unreadable('labels', `“${label}” lies at ${startIndex}–${endIndex}, but there are ${readings} readings`)
    }
    labels.fill(label, startIndex, endIndex + 1)
  }
  const result: Segment[] = []
  for (let reading = 0; reading < readings; reading++) {
    const label = labels[reading]
    if (label === undefined) throw unreadable('labels', `reading ${reading} has no label`)
    const last = result.at(-1)
    if (last?.label === label) last.endIndex = reading
    else result.push({ startIndex: reading, endIndex: reading, label })
  }
  return result
}

/** `./a\b.json` → `a/b.json`. */
export function normalPath(path: string): string {
  return path
    .replaceAll('\\', '/')
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/')
}

function parseJson(name: string, text: string, line?: number): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (cause) {
    const where = line === undefined ? '' : `line ${line}: `
    throw unreadable(name, `${where}${cause instanceof Error ? cause.message : 'no JSON'}`)
  }
}

function unreadable(name: string, what: string): AppError {
  return new AppError('data/unreadable', { message: `${name} cannot be read: ${what}.` })
}
