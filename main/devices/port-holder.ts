/** The name of the program that has a device file open, where the system tells (Linux: /proc). */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

export function holderOf(path: string): string | null {
  try {
    for (const process of readdirSync('/proc')) {
      if (/^\d+$/.test(process) && hasOpen(process, path)) {
        return readFileSync(`/proc/${process}/comm`, 'utf8').trim()
      }
    }
  } catch {
    // Other systems have no /proc: the holder stays unknown.
  }
  return null
}

function hasOpen(process: string, path: string): boolean {
  try {
    return readdirSync(`/proc/${process}/fd`).some((fd) => readlinkSync(`/proc/${process}/fd/${fd}`) === path)
  } catch {
    // Processes of other people do not show their files, and processes end while one looks.
    return false
  }
}
