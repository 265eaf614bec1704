/** Whether this person may use a device file, and the exact command that allows it. */
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'

export interface PortAccess {
  exists: boolean
  allowed: boolean
  /** What to type; null where nothing has to be typed. */
  command: string | null
}

/** Streams that are no device files need no permission; on Windows ports have none. */
export function portAccess(port: string, platform: NodeJS.Platform = process.platform): PortAccess {
  if (port.startsWith('sim:') || port.startsWith('tcp:')) return { exists: true, allowed: true, command: null }
  // Names such as COM3 are no files; whether they are there is known from the list alone.
  if (platform === 'win32') return { exists: false, allowed: true, command: null }
  if (!existsSync(port)) return { exists: false, allowed: false, command: null }
  try {
    accessSync(port, constants.R_OK | constants.W_OK)
    return { exists: true, allowed: true, command: null }
  } catch {
    // Not allowed: what would help is said instead.
    return { exists: true, allowed: false, command: allowCommand(port, platform) }
  }
}

function allowCommand(port: string, platform: NodeJS.Platform): string {
  if (platform !== 'linux') return `sudo chmod a+rw ${port}`
  const { gid } = statSync(port)
  const group = gid === 0 ? null : groupName(gid)
  return group === null ? `sudo chmod a+rw ${port}` : `sudo usermod -a -G ${group} ${userInfo().username}`
}

function groupName(gid: number): string | null {
  try {
    const lines = readFileSync('/etc/group', 'utf8').split('\n')
    return lines.find((line) => line.split(':')[2] === String(gid))?.split(':')[0] ?? null
  } catch {
    // A system without this file: the command without a group helps too.
    return null
  }
}
