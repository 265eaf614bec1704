/** The boards the workbench knows: one JSON a board in `resources/boards`, checked as they are read. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type BoardKind, boardKindSchema } from '../../shared/model/board.ts'
import { resource } from '../paths.ts'

/** In order of their names. A file with a wrong field is a bug of ours and says which. */
export function loadBoardTable(folder = resource('boards')): BoardKind[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'))
  const boards = files.map((file) => readBoard(join(folder, file), file.slice(0, -'.json'.length)))
  return boards.sort((a, b) => (a.name < b.name ? -1 : 1))
}

function readBoard(path: string, id: string): BoardKind {
  const parsed = boardKindSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')))
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new Error(`${path}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is wrong'}`)
  }
  if (parsed.data.id !== id) throw new Error(`${path}: the id ${parsed.data.id} is not the file's name.`)
  return parsed.data
}

/** Boards whose USB ids these are; clones and serial adapters are shared by several. Hexadecimal, any case. */
export function boardsWithUsbIds(boards: readonly BoardKind[], vid: string, pid: string): BoardKind[] {
  const wanted = `${vid}:${pid}`.toLowerCase()
  return boards.filter((board) => board.usb.some((usb) => `${usb.vid}:${usb.pid}`.toLowerCase() === wanted))
}
