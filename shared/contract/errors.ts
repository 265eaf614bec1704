/** Every error a person can meet: its code, and a sentence that says what happened and what to do. */
import { z } from 'zod'

/** `hint` is for a beginner: what to do next. `message` may be made more precise where the error is thrown. */
export const ERRORS = {
  'bridge/refused': [
    'The workbench did not understand a request.',
    'Reload the page. If it happens again, save a report.',
  ],
  'bridge/unknown-operation': [
    'This page asks for something the engine does not know.',
    'Reload the page so that both are the same version.',
  ],
  'bridge/closed': ['The engine stopped. Your data are safe.', 'Restart the engine.'],
  'bridge/malformed': ['A message arrived damaged.', 'Reload the page.'],
  'app/bug': ['Something unexpected happened. Your data are safe.', 'Save a report and try again.'],
  'app/cancelled': ['Cancelled.', 'Start it again when you like.'],
  'app/busy': ['This is already running.', 'Wait until it is done, or cancel it.'],
  'file/not-found': ['There is no file with this name.', 'Choose the file again. It may have been moved.'],
  'file/not-writable': [
    'This place does not let the workbench write.',
    'Choose another folder, for example your Documents.',
  ],
  'file/unreadable': ['This file cannot be read.', 'Check that it is the right file and complete.'],
  'file/exists': ['A file with this name is already there.', 'Choose another name.'],
  'project/none': ['No project is open.', 'Open or make a project first.'],
  'project/not-a-project': [
    'This file is not a TinyML Workbench project.',
    'Choose a file that ends in .tinyml. To add recordings, use Import data.',
  ],
  'project/newer': [
    'This project was made by a newer workbench.',
    'Update the workbench, then open it again. The file was not changed.',
  ],
  'project/damaged': [
    'This project file is damaged or cut short.',
    'Open a copy or a backup. The file was not changed.',
  ],
  'project/read-only': ['This project file is read-only.', 'Copy it to a folder of yours and open the copy.'],
  'project/name-empty': ['A project needs a name.', 'Type a name, for example Magic wand.'],
  'project/not-saved': [
    'The last change could not be written to the project file.',
    'Make room on the disk, then do it again. Everything before it is saved.',
  ],
  'project/locked': ['This project is open in another window or program.', 'Close it there, then open it here.'],
  'data/unreadable': [
    'This file cannot be read as recordings.',
    'Supported here: CSV with a header row, WAV, and Edge Impulse exports (JSON, CBOR, ZIP or a folder).',
  ],
  'data/rate-missing': [
    'This file has no column of times, so its rate is not known.',
    'Say how many readings a second it has: Rate in the import dialog, or --rate on the command line.',
  ],
  'data/empty': ['There are no samples yet.', 'Record or import some samples first.'],
  'data/invalid-sample': ['This sample cannot be kept as it is.', 'Correct what the message names and try again.'],
  'data/no-such-sample': ['This sample is no longer in the project.', 'Undo the deletion to get it back.'],
  'data/too-large': ['This file is larger than the workbench reads at once.', 'Split it into smaller files.'],
  'impulse/invalid': ['A setting of the impulse is not allowed.', 'Correct the marked field.'],
  'impulse/window-too-long': [
    'The window is longer than every sample.',
    'Use a shorter window, or record longer samples.',
  ],
  'impulse/axes-missing': ['Some samples do not have the axes the impulse uses.', 'Choose axes that all samples have.'],
  'impulse/none': ['There is no impulse yet.', 'Open Impulse and save one.'],
  'dsp/invalid-parameter': ['A parameter is outside its range.', 'Correct the marked parameter.'],
  'dsp/unknown-block': ['There is no DSP block with this name.', 'Choose one of the blocks that dsp list names.'],
  'dsp/bad-signal': ['The signal holds values that are not numbers.', 'Remove or repair the sample.'],
  'training/one-class': [
    'A model needs at least two labels to tell apart.',
    'Record or import samples with another label.',
  ],
  'training/too-few': ['There are too few windows to learn from.', 'Record more samples, or use a shorter window.'],
  'training/no-values': [
    'There are no numbers to learn.',
    'Give samples numbers as labels, or name the metadata key that holds them.',
  ],
  'training/cannot-resume': [
    'There is no training of these samples and settings to go on with.',
    'Train from the beginning.',
  ],
  'training/diverged': ['Training ran away: the steps are too big.', 'Use a smaller learning rate, for example 0.005.'],
  'training/bad-features': [
    'Some features are not numbers.',
    'Remove or repair the sample they come from, then compute the features again.',
  ],
  'training/out-of-memory': [
    'This training needs more memory than there is.',
    'Use fewer or smaller layers, a longer window increase, or fewer samples.',
  ],
  'training/no-model': ['There is no trained model yet.', 'Open Training and press Train.'],
  'testing/empty': ['There are no test samples yet.', 'Keep one session for testing, or mark some samples as test.'],
  'model/unsupported': [
    'This model uses something the workbench cannot run.',
    'See the details for the operator that is missing.',
  ],
  'model/malformed': [
    'This file is not a complete TensorFlow Lite model.',
    'Export the model again and choose the new file.',
  ],
  'model/wrong-ends': [
    'What goes into this model, or comes out, is not what this project has.',
    'Change window, picture size or blocks on the Impulse page so that the numbers agree.',
  ],
  'model/no-float': [
    'This model came as int8: there is no float model beside it.',
    'Look at its int8 answers, or import the float file.',
  ],
  'model/too-large': ['The model is too big for this board.', 'Use fewer layers or units, or a shorter window.'],
  'device/none': ['No board is connected.', 'Connect a board, or choose the simulated Pico.'],
  'device/not-found': [
    'There is no board at this port.',
    'Plug it in with a cable that carries data and look at the list of ports.',
  ],
  'device/no-permission': [
    'Your computer does not let this app use the board yet.',
    'Run: sudo usermod -a -G dialout $USER. Then log in again.',
  ],
  'device/busy': ['Another program is using this port.', 'Close its serial monitor, then try again.'],
  'device/unplugged': ['The board was unplugged.', 'Plug it in again. What was recorded is kept.'],
  'device/no-answer': ['The board does not answer.', 'Unplug it, plug it in, and try again.'],
  'device/wrong-answer': [
    'The board sent something the workbench cannot read.',
    'Install the workbench firmware on it.',
  ],
  'device/unsupported': ['This board cannot do that.', 'Choose a board that can, for example the simulated Pico.'],
  'flash/not-verified': ['The board did not answer with the new model.', 'Unplug it, plug it in, and flash again.'],
  'flash/malformed-image': [
    'This file is no complete flash image.',
    'Make it again with Deploy, or download it again.',
  ],
  'flash/no-volume': [
    'No board in flash mode was found.',
    'Hold the BOOTSEL button while you plug the board in, then try again.',
  ],
  'flash/wrong-board': ['This image is for another board.', 'Choose the board that is plugged in.'],
  'record/no-trigger-axis': [
    'The board does not send the axis that shall begin the take.',
    'Choose one of its axes, or movement.',
  ],
  'record/nothing': ['No readings arrived while recording.', 'Look at the board in Devices. Nothing was saved.'],
  'code/failed': ['The code stopped before its end.', 'Correct the marked line, then run it again.'],
  'code/limit': ['The code took too long or too much memory.', 'Look for a loop that does not end.'],
  'code/not-run': ['The code has not run as it stands.', 'Open the block under Impulse and press Run.'],
  'code/no-compiler': [
    'C code needs the compiler package, which is not installed.',
    'Run: npm install @yowasp/clang. Or write the block in TypeScript.',
  ],
  'code/no-board': ['TypeScript code cannot run on a board.', 'Write the block in C, then export the C library.'],
  'export/failed': ['The export could not be written.', 'Choose another folder.'],
} as const satisfies Record<`${string}/${string}`, readonly [string, string]>

export type ErrorCode = keyof typeof ERRORS

const codes = Object.keys(ERRORS)
export function isErrorCode(value: string): value is ErrorCode {
  return codes.includes(value)
}

/** How an error crosses a transport: plain data. */
export const errorDataSchema = z.object({
  code: z.string().refine(isErrorCode),
  message: z.string(),
  hint: z.string(),
  data: z.record(z.string(), z.unknown()),
})
export interface ErrorData {
  code: ErrorCode
  message: string
  hint: string
  data: Record<string, unknown>
}

export interface ErrorDetails {
  /** Replaces the table's sentence by one with names and numbers. */
  message?: string
  /** Replaces the table's advice. */
  hint?: string
  data?: Record<string, unknown>
  cause?: unknown
}

/** An error with a code of the table. Anything else that is thrown counts as a bug. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly hint: string
  readonly data: Record<string, unknown>

  constructor(code: ErrorCode, details: ErrorDetails = {}) {
    super(details.message ?? ERRORS[code][0], { cause: details.cause })
    this.name = 'AppError'
    this.code = code
    this.hint = details.hint ?? ERRORS[code][1]
    this.data = details.data ?? {}
  }
}

export function toErrorData(error: unknown): ErrorData {
  if (error instanceof AppError) {
    return { code: error.code, message: error.message, hint: error.hint, data: error.data }
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return { code: 'app/bug', message: ERRORS['app/bug'][0], hint: ERRORS['app/bug'][1], data: { detail } }
}

export function fromErrorData(data: ErrorData): AppError {
  return new AppError(data.code, { message: data.message, hint: data.hint, data: data.data })
}
