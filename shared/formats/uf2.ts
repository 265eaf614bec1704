/** UF2: a flash image as 512-byte blocks that each say where they go (github.com/microsoft/uf2). */
import { joinBytes } from './bytes.ts'
import { AppError } from '../contract/errors.ts'

export const RP2040_FAMILY = 0xe48bff56
export const UF2_BLOCK_BYTES = 512

const MAGIC_START_0 = 0x0a324655
const MAGIC_START_1 = 0x9e5d5157
const MAGIC_END = 0x0ab16f30
const FLAG_NOT_MAIN_FLASH = 0x1
const FLAG_FAMILY = 0x2000
/** The RP2040 boot ROM programs whole pages and refuses other payload sizes. */
const PAGE_BYTES = 256
const DATA_OFFSET = 32
const MAX_DATA_BYTES = 476

/** Bytes that go to one place of the flash. */
export interface FlashPart {
  address: number
  bytes: Uint8Array
}

interface Page {
  address: number
  data: Uint8Array
}

/**
 * Blocks of 256 bytes in order of address. A page that a part fills only partly is filled up with 0xFF.
 * Parts begin on a page and may not overlap.
 */
export function encodeUf2(parts: FlashPart[], family: number = RP2040_FAMILY): Uint8Array {
  const pages = parts.flatMap(splitIntoPages).toSorted((left, right) => left.address - right.address)
  pages.forEach((page, index) => {
    const before = pages[index - 1]
    if (before && before.address === page.address) throw malformed(`Two parts write to ${hex(page.address)}.`)
  })
  const file = new Uint8Array(pages.length * UF2_BLOCK_BYTES)
  pages.forEach((page, index) => {
    const view = new DataView(file.buffer, index * UF2_BLOCK_BYTES, UF2_BLOCK_BYTES)
    const header = [MAGIC_START_0, MAGIC_START_1, FLAG_FAMILY, page.address, PAGE_BYTES, index, pages.length, family]
    header.forEach((word, place) => view.setUint32(place * 4, word, true))
    file.set(page.data, index * UF2_BLOCK_BYTES + DATA_OFFSET)
    view.setUint32(UF2_BLOCK_BYTES - 4, MAGIC_END, true)
  })
  return file
}

/** The parts of a UF2 file for `family`, joined where they touch. Every block and the count are checked. */
export function parseUf2(file: Uint8Array, family: number = RP2040_FAMILY): FlashPart[] {
  if (file.length === 0 || file.length % UF2_BLOCK_BYTES !== 0)
    throw malformed(`A UF2 file is made of 512-byte blocks; this has ${file.length} bytes.`)
  const pages: Page[] = []
  const seen = new Set<number>()
  let total: number | null = null
  for (let offset = 0; offset < file.length; offset += UF2_BLOCK_BYTES) {
    const block = readBlock(file, offset)
    if (block.flags & FLAG_NOT_MAIN_FLASH) continue
    if (block.flags & FLAG_FAMILY && block.family !== family) {
      throw new AppError('flash/wrong-board', {
        message: `This image is for another chip: family ${hex(block.family)}, not ${hex(family)}.`,
      })
    }
    total ??= block.total
    if (block.total !== total) throw malformed('Its blocks disagree about how many there are.')
    seen.add(block.index)
    pages.push(block)
  }
  if (total === null || seen.size !== total || pages.length !== total)
    throw malformed(`It should have ${total ?? 0} blocks and has ${seen.size}.`)
  return joinPages(pages)
}

function splitIntoPages(part: FlashPart): Page[] {
  if (!Number.isInteger(part.address) || part.address % PAGE_BYTES !== 0 || part.address < 0)
    throw malformed(`A part must begin on a multiple of ${PAGE_BYTES}, not at ${hex(part.address)}.`)
  return Array.from({ length: Math.ceil(part.bytes.length / PAGE_BYTES) }, (_, index) => {
    const data = new Uint8Array(PAGE_BYTES).fill(0xff)
    data.set(part.bytes.subarray(index * PAGE_BYTES, (index + 1) * PAGE_BYTES))
    return { address: part.address + index * PAGE_BYTES, data }
  })
}

function readBlock(file: Uint8Array, offset: number) {
  const view = new DataView(file.buffer, file.byteOffset + offset, UF2_BLOCK_BYTES)
  const word = (place: number): number => view.getUint32(place * 4, true)
  if (word(0) !== MAGIC_START_0 || word(1) !== MAGIC_START_1 || view.getUint32(508, true) !== MAGIC_END)
    throw malformed(`Block ${offset / UF2_BLOCK_BYTES} does not carry the UF2 marks.`)
  const bytes = word(4)
  if (bytes === 0 || bytes > MAX_DATA_BYTES) throw malformed(`A block holds ${bytes} bytes; allowed: 1 to 476.`)
  const data = file.subarray(offset + DATA_OFFSET, offset + DATA_OFFSET + bytes)
  return { flags: word(2), address: word(3), index: word(5), total: word(6), family: word(7), data }
}

function joinPages(pages: Page[]): FlashPart[] {
  const runs: Page[][] = []
  let end = -1
  for (const page of pages.toSorted((left, right) => left.address - right.address)) {
    if (page.address < end) throw malformed(`Two blocks write to ${hex(page.address)}.`)
    const run = runs.at(-1)
    if (run && page.address === end) run.push(page)
    else runs.push([page])
    end = page.address + page.data.length
  }
  return runs.map((run) => ({ address: run[0]?.address ?? 0, bytes: joinBytes(run.map((page) => page.data)) }))
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(8, '0')}`
}

function malformed(message: string): AppError {
  return new AppError('flash/malformed-image', { message: `This file is no complete UF2 image. ${message}` })
}
