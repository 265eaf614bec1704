/** Firmware and model pack as one UF2 file for the RP2040. */
import { AppError } from '../../shared/contract/errors.ts'
import { encodeUf2 } from '../../shared/formats/uf2.ts'
import { FIRMWARE_MAX_BYTES, FLASH_ADDRESS, MODEL_ADDRESS, MODEL_MAX_BYTES } from '../virtual/pico-memory.ts'

/** CRC-32 as in zip: reflected 0x04C11DB7, start and end inverted. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffff_ffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb8_8320 : crc >>> 1
  }
  return ~crc >>> 0
}

/** A UF2 file with the firmware and, where given, the model pack at its fixed address. */
export function makeRp2040Image(firmware: Uint8Array, modelPack: Uint8Array | null): Uint8Array {
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
  const parts = [{ address: FLASH_ADDRESS, bytes: firmware }]
  if (modelPack) parts.push({ address: MODEL_ADDRESS, bytes: modelPack })
  return encodeUf2(parts)
}
