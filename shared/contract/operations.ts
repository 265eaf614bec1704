/** Every call the UI and the CLI may make of the backend: input, output and progress, checked on both sides. */
import type { z } from 'zod'
import { appOperations } from './operations/app.ts'
import { deploymentOperations } from './operations/deployment.ts'
import { deviceOperations } from './operations/devices.ts'
import { impulseOperations } from './operations/impulses.ts'
import { modelOperations } from './operations/models.ts'
import { projectOperations } from './operations/projects.ts'

export const operations = {
  ...appOperations,
  ...projectOperations,
  ...modelOperations,
  ...impulseOperations,
  ...deploymentOperations,
  ...deviceOperations,
} as const

export type OperationName = keyof typeof operations
export type Input<K extends OperationName> = z.input<(typeof operations)[K]['input']>
export type ParsedInput<K extends OperationName> = z.output<(typeof operations)[K]['input']>
export type Output<K extends OperationName> = z.output<(typeof operations)[K]['output']>
export type Progress<K extends OperationName> = z.output<(typeof operations)[K]['progress']>

export function isOperationName(name: string): name is OperationName {
  return Object.hasOwn(operations, name)
}
