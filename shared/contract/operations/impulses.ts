/** Several impulses side by side. */
import { z } from 'zod'
import { impulseListSchema } from '../../model/impulse-list.ts'
import { none, operation } from './operation.ts'

const impulseId = z.object({ id: z.number().int().positive() })
const nameSchema = z.string().trim().min(1).max(80)

export const impulseOperations = {
  'impulses/list': operation(none, impulseListSchema),
  /** Proposes one from the data, or starts from the active one where nothing can be proposed; it becomes the active one. */
  'impulses/create': operation(z.object({ name: nameSchema.optional() }), impulseListSchema),
  'impulses/duplicate': operation(impulseId, impulseListSchema),
  'impulses/rename': operation(impulseId.extend({ name: nameSchema }), impulseListSchema),
  'impulses/activate': operation(impulseId, impulseListSchema),
  'impulses/delete': operation(impulseId, impulseListSchema),
  'impulses/restore': operation(impulseId, impulseListSchema),
  /** Settings that differ between the impulses that are not deleted, and the newest run of each. */
  'impulses/compare': operation(
    none,
    z.object({
      impulses: z.array(
        z.object({
          id: z.number().int(),
          name: z.string(),
          run: z
            .object({
              id: z.number().int(),
              modelHash: z.string(),
              validationAccuracy: z.number().nullable(),
              testAccuracy: z.number().nullable(),
              flashBytes: z.number(),
              ramBytes: z.number(),
            })
            .nullable(),
        }),
      ),
      differences: z.array(z.object({ setting: z.string(), values: z.array(z.string()) })),
    }),
  ),
} as const
