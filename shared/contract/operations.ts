/** Every call the UI and the CLI may make of the backend: input, output and progress, checked on both sides. */
import type { z } from 'zod'
import { anomalyOperations } from './operations/anomaly.ts'
import { appOperations } from './operations/app.ts'
import { atOperations } from './operations/at.ts'
import { compressionOperations } from './operations/compression.ts'
import { deploymentOperations } from './operations/deployment.ts'
import { deviceOperations } from './operations/devices.ts'
import { explorerOperations } from './operations/explorer.ts'
import { importedOperations } from './operations/imported.ts'
import { impulseOperations } from './operations/impulses.ts'
import { modelOperations } from './operations/models.ts'
import { projectOperations } from './operations/projects.ts'
import { quantizeOperations } from './operations/quantize.ts'
import { trainingOperations } from './operations/training.ts'
import { tuningOperations } from './operations/tuning.ts'

export const operations = {
  ...appOperations,
  ...projectOperations,
  ...modelOperations,
  ...trainingOperations,
  ...anomalyOperations,
  ...tuningOperations,
  ...impulseOperations,
  ...explorerOperations,
  ...compressionOperations,
  ...quantizeOperations,
  ...importedOperations,
  ...deploymentOperations,
  ...deviceOperations,
  ...atOperations,
} as const

export type OperationName = keyof typeof operations
export type Input<K extends OperationName> = z.input<(typeof operations)[K]['input']>
export type ParsedInput<K extends OperationName> = z.output<(typeof operations)[K]['input']>
export type Output<K extends OperationName> = z.output<(typeof operations)[K]['output']>
export type Progress<K extends OperationName> = z.output<(typeof operations)[K]['progress']>

export function isOperationName(name: string): name is OperationName {
  return Object.hasOwn(operations, name)
}
