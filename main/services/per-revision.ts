/** Answers that hold as long as the project does not change: worked out once, however often the picture is made. */
import type { ProjectFile } from '../project/project-file.ts'

/** Keeps the answers for one revision of one project, by key. */
export function perRevision<T>(): (project: ProjectFile, key: string, make: () => T) => T {
  let known = new Map<string, T>()
  let of: { project: ProjectFile; revision: number } | null = null
  return (project, key, make) => {
    if (of?.project !== project || of.revision !== project.revision) {
      of = { project, revision: project.revision }
      known = new Map()
    }
    const found = known.get(key)
    if (found !== undefined) return found
    const made = make()
    known.set(key, made)
    return made
  }
}
