/** Settings with some changed; one that is undefined goes back to what is usual. */
import type { TrainingSettings } from '../../../shared/model/impulse.ts'
import { trainingSettingsSchema } from '../../../shared/model/impulse.ts'

export type SettingChanges = { [Key in keyof TrainingSettings]?: TrainingSettings[Key] | undefined }
export type ChangeSettings = (changes: SettingChanges) => void

/** What is not allowed changes nothing: its field says why. */
export function withSettings(training: TrainingSettings, changes: SettingChanges): TrainingSettings {
  const entries = Object.entries({ ...training, ...changes }).filter(([, value]) => value !== undefined)
  const parsed = trainingSettingsSchema.safeParse(Object.fromEntries(entries))
  return parsed.success ? parsed.data : training
}
