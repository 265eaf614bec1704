/** Which programs have device files open, where the system tells (Linux: /proc). */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** The name of a program, this one included, that has the file open. */
export function holderOf(path: string): string | null {
  return scan([path], () => true).get(path) ?? null
}

/** The names of other programs that have these files open, by file. */
export function holdersOf(paths: readonly string[]): Map<string, string> {
  return paths.length === 0 ? new Map<string, string>() : scan(paths, (process_) => process_ !== String(process.pid))
}

function scan(paths: readonly string[], counts: (process: string) => boolean): Map<string, string> {
  const holders = new Map<string, string>()
  for (const one of processes().filter(counts)) {
    for (const path of openFiles(one)) {
      if (paths.includes(path) && !holders.has(path)) holders.set(path, nameOf(one))
    }
  }
  return holders
}

function processes(): string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  } catch {
    // Other systems have no /proc: holders stay unknown.
    return []
  }
}

function openFiles(process: string): string[] {
  try {
    const folder = `/proc/${process}/fd`
    return readdirSync(folder).flatMap((file) => linkOf(`${folder}/${file}`))
  } catch {
    // Processes of other people do not show their files, and processes end while one looks.
    return []
  }
}

function linkOf(path: string): string[] {
  try {
    return [readlinkSync(path)]
  } catch {
    // It was closed meanwhile.
    return []
  }
}

function nameOf(process: string): string {
  try {
    return readFileSync(`/proc/${process}/comm`, 'utf8').trim()
  } catch {
    // It has just ended.
    return 'another program'
  }
}
