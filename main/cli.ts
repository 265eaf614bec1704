#!/usr/bin/env node
/** `tinyml`: the whole pipeline without a window. Exit 0 done, 1 the user can fix it, 2 wrong usage. */
import { Command, CommanderError } from 'commander'
import { dataCommands } from './cli/data-commands.ts'
import { deviceCommands } from './cli/device-commands.ts'
import { modelCommands } from './cli/model-commands.ts'
import { printError } from './cli/output.ts'
import { projectCommands } from './cli/project-commands.ts'
import { toolCommands } from './cli/tool-commands.ts'

export function createProgram(): Command {
  const program = new Command('tinyml')
  program
    .description('Record, label, design, train, convert and flash TinyML models, without a window.')
    .option('--json', 'print exactly one JSON object on standard output')
    .exitOverride()
    .configureOutput({ writeErr: (text) => process.stderr.write(text) })
  for (const add of [projectCommands, dataCommands, modelCommands, deviceCommands, toolCommands]) add(program)
  for (const command of allCommands(program)) {
    command.exitOverride()
    if (!command.options.some((option) => option.long === '--json')) {
      command.option('--json', 'print exactly one JSON object on standard output')
    }
  }
  // Written before or after the command, it is the same option.
  program.hook('preAction', (_program, command) => {
    if (program.opts()['json'] === true) command.setOptionValue('json', true)
  })
  return program
}

function allCommands(command: Command): Command[] {
  return command.commands.flatMap((child) => [child, ...allCommands(child)])
}

async function main(): Promise<number> {
  try {
    await createProgram().parseAsync(process.argv)
    return 0
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    printError(error, process.argv.includes('--json'))
    return 1
  }
}

// Who reads may have enough: `tinyml … | head` ends quietly.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})
process.exitCode = await main()
