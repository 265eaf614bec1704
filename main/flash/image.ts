/** Firmware and model pack as one file for the RP2040: UF2 for its drive, Intel HEX for other programmers. */
import { AppError } from '../../shared/contract/errors.ts'
import { encodeUf2 } from '../../shared/formats/uf2.ts'
import { encodeIntelHex } from './intel-hex.ts'
import {
  FIRMWARE_MAX_BYTES,
  FLASH_ADDRESS,
  MODEL_ADDRESS,
  MODEL_MAX_BYTES,
  SECTOR_BYTES,
} from '../virtual/pico-memory.ts'

/** A UF2 file with the firmware and, where given, the model pack at its fixed address. */
export function makeRp2040Image(firmware: Uint8Array, modelPack: Uint8Array | null): Uint8Array {
  return encodeUf2(partsOf(firmware, modelPack))
}

/** The same bytes at the same addresses as text. */
export function makeRp2040Hex(firmware: Uint8Array, modelPack: Uint8Array): string {
  return encodeIntelHex(partsOf(firmware, modelPack))
}

function partsOf(firmware: Uint8Array, modelPack: Uint8Array | null): { address: number; bytes: Uint8Array }[] {
  if (firmware.length > FIRMWARE_MAX_BYTES) {
    throw new AppError('flash/malformed-image', {
      message: `The firmware has ${firmware.length} bytes; there is room for ${FIRMWARE_MAX_BYTES}.`,
    })
  }
  if (modelPack && modelPack.length > MODEL_MAX_BYTES) {
    throw new AppError('model/too-large', {
      message: `The model has ${modelPack.length} bytes; the board has room for ${MODEL_MAX_BYTES}.`,
    })
  }
  const parts = [{ address: FLASH_ADDRESS, bytes: toWholeSectors(firmware) }]
  if (modelPack) parts.push({ address: MODEL_ADDRESS, bytes: toWholeSectors(modelPack) })
  return parts
}

/** The boot ROM may write sectors wrongly that a UF2 file covers only in part (RP2040 datasheet, erratum E14). */
function toWholeSectors(bytes: Uint8Array): Uint8Array {
  const padded = new Uint8Array(Math.ceil(bytes.length / SECTOR_BYTES) * SECTOR_BYTES).fill(0xff)
  padded.set(bytes)
  return padded
}
