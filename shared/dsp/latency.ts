/**
 * How long DSP blocks take on a board, from their multiply-adds. Cycles a multiply-add, by kind of core, with all that is
 * around the arithmetic (loads, loops, logarithms), at -O2:
 * - without a floating-point unit: measured on the emulated RP2040 for MFCC, MFE and Spectral Analysis, each of which lies
 *   within a third of the mean taken here; a test holds it to that;
 * - with one: 6.8 instructions were counted on an emulated Cortex-M4F for MFCC, taken as a cycle and a half each; fixed
 *   point is not measured there and taken as half of what a Cortex-M0+ needs;
 * - AVR: a float FFT on an emulated ATmega328P; fixed point is not measured there and taken as no faster.
 */

export interface BoardSpeed {
  core: string
  clockMhz: number
  fpu: boolean
}

interface CoreCycles {
  float: number
  fixed: number
}

const WITH_FPU: CoreCycles = { float: 10, fixed: 19 }
const WITHOUT_FPU: CoreCycles = { float: 227, fixed: 38 }
/** Eight bits at a time. */
const AVR: CoreCycles = { float: 222, fixed: 222 }

function cyclesOf({ core, fpu }: BoardSpeed): CoreCycles {
  if (core === 'AVR') return AVR
  return fpu ? WITH_FPU : WITHOUT_FPU
}

/** Milliseconds for the features of one window. */
export function dspLatencyMs(blocks: { macs: number; fixed?: boolean | undefined }[], board: BoardSpeed): number {
  const cycles = cyclesOf(board)
  const total = blocks.reduce((sum, { macs, fixed }) => sum + macs * (fixed ? cycles.fixed : cycles.float), 0)
  return total / (board.clockMhz * 1000)
}
