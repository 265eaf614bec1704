/** What a model pack says of itself, without running it. */
import { sha256 } from '@noble/hashes/sha2.js'
import { AppError } from '../contract/errors.ts'
import { PACK_AT, PACK_FORMAT, PACK_MAGIC } from './model-pack-layout.ts'
import { crc32, hexOf } from '../formats/bytes.ts'

export interface ModelPackSummary {
  hash: string
  crc32: number
  bytes: number
  rateHz: number
  rows: number
  axes: string[]
  strideRows: number
  features: number
  labels: string[]
  arenaBytes: number
}

function malformed(reason: string): never {
  throw new AppError('model/malformed', {
    message: `This is not a complete model pack: ${reason}.`,
    hint: 'Train again, then deploy the new model.',
  })
}

/** bytes may be longer than the pack, as when read from flash. */
export function readModelPack(bytes: Uint8Array): ModelPackSummary {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < PACK_AT.end || view.getUint32(0, true) !== PACK_MAGIC) malformed('it does not begin with TMLP')
  const version = view.getUint32(PACK_AT.version, true)
  if (version !== PACK_FORMAT) malformed(`its version is ${version}, this workbench knows ${PACK_FORMAT}`)
  const length = view.getUint32(PACK_AT.length, true)
  if (length < PACK_AT.end || length > bytes.length) malformed(`it has ${bytes.length} of ${length} bytes`)
  const crc = view.getUint32(PACK_AT.crc32, true)
  if (crc32(bytes.subarray(PACK_AT.hash, length)) !== crc) malformed('its checksum does not fit')
  const hash = hexOf(bytes.subarray(PACK_AT.hash, PACK_AT.payload))
  if (hexOf(sha256(bytes.subarray(PACK_AT.payload, length))) !== hash) malformed('its hash does not fit')
  const pack = new DataView(bytes.buffer, bytes.byteOffset, length)
  const word = (at: number): number => pack.getUint32(at, true)
  return {
    hash,
    crc32: crc,
    bytes: length,
    rateHz: pack.getFloat32(PACK_AT.rateHz, true),
    rows: word(PACK_AT.rows),
    axes: readStrings(pack, word(PACK_AT.axisNames), word(PACK_AT.axes)),
    strideRows: word(PACK_AT.strideRows),
    features: word(PACK_AT.features),
    labels: readStrings(pack, word(PACK_AT.labels), word(PACK_AT.labelCount)),
    arenaBytes: word(PACK_AT.arenaBytes),
  }
}

function readStrings(pack: DataView, table: number, count: number): string[] {
  if (count > 4096 || table + 4 * count > pack.byteLength) malformed('a table of names lies outside')
  return Array.from({ length: count }, (_, index) => {
    const at = pack.getUint32(table + 4 * index, true)
    let end = at
    while (end < pack.byteLength && pack.getUint8(end) !== 0) end += 1
    if (end >= pack.byteLength) malformed('a name does not end')
    return new TextDecoder().decode(new Uint8Array(pack.buffer, pack.byteOffset + at, end - at))
  })
}
