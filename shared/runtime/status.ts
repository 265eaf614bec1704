/** The C runtime's status numbers as errors. */
import { AppError } from '../contract/errors.ts'

const NOT_FINITE = 2

export function checkSignalStatus(status: number): void {
  if (status === 0) return
  if (status === NOT_FINITE) {
    throw new AppError('dsp/bad-signal', {
      message: 'The signal holds values that are not numbers, or far too large ones.',
      data: { status },
    })
  }
  throw new AppError('dsp/invalid-parameter', {
    message: 'These settings do not go together with this window.',
    data: { status },
  })
}

const packReasons = new Map([
  [3, 'its bytes do not begin at a multiple of four'],
  [10, 'it does not begin with TMLP'],
  [11, 'it was made for another version of the interpreter'],
  [12, 'it is cut short'],
  [13, 'its checksum does not fit'],
  [14, 'a number inside it is impossible'],
  [15, 'it uses a block or an operator that does not exist here'],
])

export function checkPackStatus(status: number): void {
  if (status === 0) return
  throw new AppError('model/malformed', {
    message: `This is not a complete model pack: ${packReasons.get(status) ?? `status ${status}`}.`,
    hint: 'Train again, then deploy the new model.',
    data: { status },
  })
}
