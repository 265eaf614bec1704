/** The sampling plan of a project: how many good takes of each label are wanted. */
import { z } from 'zod'
import type { Sample } from '../../shared/model/sample.ts'
import type { ProjectFile } from '../project/project-file.ts'

const SETTING = 'samplingPlan'
const planSchema = z.record(z.string(), z.number().int().positive())

export function samplingPlan(project: ProjectFile): Record<string, number> {
  return planSchema.catch({}).parse(project.getSetting(SETTING))
}

/** Only what is named changes; 0 takes a label out. */
export function changePlan(project: ProjectFile, want: Record<string, number>): void {
  const entries = Object.entries({ ...samplingPlan(project), ...want }).filter(([, count]) => count > 0)
  project.setSetting(SETTING, Object.fromEntries(entries))
}

const NEWEST = 6

export function recordOverview(project: ProjectFile) {
  const newest: Sample[] = []
  const good = new Map<string, number>()
  let simulated = 0
  for (const sample of project.samples()) {
    if (sample.source === 'simulated') simulated++
    if (sample.source !== 'imported') newest.push(sample)
    if (newest.length > NEWEST) newest.shift()
    if (sample.label === null || !isGoodTake(sample)) continue
    good.set(sample.label, (good.get(sample.label) ?? 0) + 1)
  }
  return { newest: newest.toReversed(), good: Object.fromEntries(good), simulated }
}

/** What further boards recorded in step belongs to the take of the first one. */
function isGoodTake({ health, enabled, metadata }: Sample): boolean {
  return health.ok && enabled && (metadata['offsetMs'] ?? '0.0') === '0.0'
}
