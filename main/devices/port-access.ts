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

/** What decides about a device file on Linux. */
interface Ownership {
  groupId: number
  /** The text of /etc/group; empty where there is none. */
  groups: string
  user: string
}

/** A membership counts from the next login on. */
export function allowRemedy(command: string | null): string {
  if (command === null) return 'Ask who looks after this computer for the right to use serial ports.'
  return `Run: ${command}. Then ${command.includes('usermod') ? 'log out and in again' : 'try again'}.`
}

/** By the group that owns the file, so that it holds for the next board too; else for this file alone. */
export function allowCommand(port: string, platform: NodeJS.Platform, owner: Ownership = ownershipOf(port)): string {
  const group = platform === 'linux' && owner.groupId !== 0 ? groupName(owner) : null
  return group === null ? `sudo chmod a+rw ${port}` : `sudo usermod -a -G ${group} ${owner.user}`
}

function groupName({ groupId, groups }: Ownership): string | null {
  const line = groups.split('\n').find((one) => one.split(':')[2] === String(groupId))
  return line?.split(':')[0] ?? null
}

function ownershipOf(port: string): Ownership {
  return { groupId: statSync(port).gid, groups: groupFile(), user: userInfo().username }
}

function groupFile(): string {
  try {
    return readFileSync('/etc/group', 'utf8')
  } catch {
    // A system without this file: the command without a group helps too.
    return ''
  }
}
