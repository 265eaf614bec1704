/** `dsp` and `tflite`: single steps on files, without a project. */
import type { Command } from 'commander'
import { dspCommands } from './dsp-commands.ts'
import { tfliteCommands } from './tflite-commands.ts'

export function toolCommands(program: Command): void {
  dspCommands(program.command('dsp').description('one DSP block on one signal'))
  tfliteCommands(program.command('tflite').description('look into, run and compile .tflite models'))
}
