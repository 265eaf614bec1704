/** Real recordings and models that lie beside the project, where they are present. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../../main/paths.ts'

const folder = join(projectRoot, '..', 'shared', 'data')

/** For titles of skipped tests. */
export const NO_DATA = existsSync(folder) ? '' : ' (skipped: ../shared/data is absent)'

export function sharedData(...parts: string[]): string {
  return join(folder, ...parts)
}
