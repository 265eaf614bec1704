/** The app itself: state, settings, folders, recent projects, jobs. */
import { z } from 'zod'
import { errorDataSchema } from '../errors.ts'
import { appStateSchema, settingsChangesSchema, settingsSchema } from '../../model/state.ts'
import { idSchema, none, operation } from './operation.ts'

export const appOperations = {
  // The app
  'app/info': operation(
    none,
    z.object({
      version: z.string(),
      host: z.string(),
      platform: z.string(),
      projectsFolder: z.string(),
      /** Why the project that was named at the start is not open; told to the first page that asks. */
      startProblem: errorDataSchema.nullable(),
    }),
  ),
  'app/state': operation(none, appStateSchema),
  'settings/get': operation(none, settingsSchema),
  'settings/set': operation(settingsChangesSchema, settingsSchema),
  'files/list': operation(
    z.object({ folder: z.string().optional() }),
    z.object({
      folder: z.string(),
      parent: z.string().nullable(),
      entries: z.array(z.object({ name: z.string(), path: z.string(), folder: z.boolean(), bytes: z.number() })),
    }),
  ),
  'recents/list': operation(
    none,
    z.array(
      z.object({
        path: z.string(),
        name: z.string(),
        openedAt: z.string(),
        exists: z.boolean(),
        sizeBytes: z.number(),
        seconds: z.record(z.string(), z.number()),
        pinned: z.boolean(),
      }),
    ),
  ),
  'recents/change': operation(z.object({ path: z.string(), change: z.enum(['pin', 'unpin', 'remove']) }), none),

  // Jobs
  'jobs/cancel': operation(z.object({ id: idSchema }), none),
} as const
