/** The impulses of a project: side by side, one of them active. */
import { z } from 'zod'
import { impulseSchema } from './impulse.ts'

export const namedImpulseSchema = z.object({
  id: z.number().int().positive(),
  name: z.string().min(1).max(80),
  /** Put away; it can be restored. */
  deleted: z.boolean(),
  /** null until one is proposed or made. */
  impulse: impulseSchema.nullable(),
})
export type NamedImpulse = z.infer<typeof namedImpulseSchema>

export const impulseListSchema = z.object({
  /** Id of the one that pages show, and that is trained and flashed. */
  active: z.number().int().positive(),
  list: z.array(namedImpulseSchema).min(1),
})
export type ImpulseList = z.infer<typeof impulseListSchema>

/** Of a project that never had more than one. */
export const FIRST_IMPULSE: ImpulseList = {
  active: 1,
  list: [{ id: 1, name: 'Impulse 1', deleted: false, impulse: null }],
}
