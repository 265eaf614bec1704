/** This computer's camera as a board: a page sees through it and hands over a picture when it is asked for one. */
import { AppError } from '../../shared/contract/errors.ts'
import type { Pixels } from '../../shared/dsp/resize.ts'
import type { DevicePort } from '../../shared/model/board.ts'
import type { BoardSession } from './board-session.ts'

export const COMPUTER_CAMERA = 'computer:camera'
/** A page that was loaded again is asked again. */
const ASK_EVERY_MS = 500
/** A person may have to allow it first. */
const PATIENCE_MS = 15_000

export const cameraPort: DevicePort = {
  port: COMPUTER_CAMERA,
  name: "This computer's camera",
  board: null,
  serialNumber: null,
  simulated: false,
  busyBy: null,
}

/** As the page hands it over: red, green and blue of each pixel, from the top left on. */
export interface CameraPicture {
  width: number
  height: number
  bytes: Uint8Array
}

export interface Camera {
  session: BoardSession
  /** The next picture that a page takes. */
  shoot(): Promise<Pixels>
  /** Of the pages that were asked, the first one to answer is heard. */
  deliver(shot: number, picture: CameraPicture): void
}

interface Waiting {
  shot: number
  resolve(picture: Pixels): void
  reject(error: AppError): void
}

/** `ask` tells the pages that the picture of this number is wanted. */
export function createCamera(ask: (shot: number) => void): Camera {
  let shots = 0
  let waiting: Waiting | null = null
  let open = true

  function shoot(): Promise<Pixels> {
    if (!open) return Promise.reject(disconnected())
    const shot = ++shots
    return new Promise<Pixels>((resolve, reject) => {
      waiting = { shot, resolve, reject }
      let waitedMs = 0
      const again = setInterval(() => {
        waitedMs += ASK_EVERY_MS
        if (waiting?.shot !== shot) clearInterval(again)
        else if (waitedMs < PATIENCE_MS) ask(shot)
        else end()?.reject(noPicture())
      }, ASK_EVERY_MS)
      ask(shot)
    })
  }

  function end(): Waiting | null {
    const ended = waiting
    waiting = null
    return ended
  }

  const session: BoardSession = {
    protocol: 'computer',
    info: null,
    axes: [],
    rateHz: () => 0,
    startStream: () => Promise.resolve(),
    link: null,
    commands: null,
    sendText: () => Promise.reject(new AppError('device/unsupported', { message: 'A camera takes no text.' })),
    close() {
      open = false
      end()?.reject(disconnected())
      return Promise.resolve()
    },
  }

  return {
    session,
    shoot,
    deliver(shot, { width, height, bytes }) {
      if (bytes.length !== width * height * 3) {
        const message = `${bytes.length} bytes are no picture of ${width} × ${height} pixels in color.`
        throw new AppError('data/invalid-sample', { message })
      }
      if (waiting?.shot !== shot) return
      end()?.resolve({ width, height, channels: 3, values: Float32Array.from(bytes) })
    },
  }
}

function disconnected(): AppError {
  return new AppError('device/unplugged', {
    message: 'The camera was disconnected.',
    hint: 'Connect it again. The pictures taken are kept.',
  })
}

function noPicture(): AppError {
  return new AppError('device/no-answer', {
    message: 'No picture came from the camera.',
    hint: 'Keep this window open and allow the camera, then try again.',
  })
}
