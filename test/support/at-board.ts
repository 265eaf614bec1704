/** A board with AT firmware on a TCP port of this computer: enough of it to hold every dialogue. */
import { createServer, type Socket } from 'node:net'
import { encode } from 'cbor-x'
import { encodeBase64 } from '../../shared/wire/base64.ts'

export interface AtBoard {
  /** `tcp:127.0.0.1:PORT`. */
  port: string
  /** Commands that came, without the waking. */
  commands: string[]
  /** Values of the window that was uploaded last. */
  uploaded(): number[]
  close(): Promise<void>
}

const CONFIG = [
  '===== Device info =====',
  'ID: 1',
  'Type: KIT',
  'AT Version: 1.8.0',
  'Data Transfer Baudrate: 921600',
  '===== Sensors =====',
  'Name: Motion, Max sample length: 300s, Frequencies: [62.50Hz, 100.00Hz]',
  '===== Snapshot =====',
  'Has snapshot: 1',
  'Supports stream: 0',
  'Color depth: Grayscale',
  'Resolutions: [ 4x3, 8x6 ]',
  '===== Inference =====',
  'Sensor: 2',
  'Model type: classification',
]
const ANSWER = [
  'Timing: DSP 5 ms, inference 900 us, anomaly 0 ms',
  '#Classification predictions:',
  '  idle: 0.25000',
  '  wave: 0.75000',
]
const CHUNK = 32
const ANSWER_EVERY_MS = 20

function acquisition(): Uint8Array {
  return encode({
    protected: { ver: 'v1', alg: 'none' },
    signature: '0'.repeat(64),
    payload: {
      device_type: 'KIT',
      interval_ms: 10,
      sensors: ['accX', 'accY', 'accZ'].map((name) => ({ name, units: 'm/s2' })),
      values: Array.from({ length: 100 }, (_, row) => [Math.sin(row / 5), Math.cos(row / 7), 9.81 + Math.sin(row)]),
    },
  })
}

export async function startAtBoard(): Promise<AtBoard> {
  const commands: string[] = []
  const sockets = new Set<Socket>()
  let uploaded: number[] = []

  function serve(socket: Socket): void {
    sockets.add(socket)
    let line = ''
    let running: NodeJS.Timeout | null = null
    let awaited = 0
    let upload = ''
    const say = (...lines: string[]): void => void socket.write(lines.map((text) => `${text}\r\n`).join(''))
    const prompt = (): void => void socket.write('> ')
    function stopRunning(): void {
      if (running) clearInterval(running)
      running = null
    }

    /** The base64 of a window comes in pieces of exactly `CHUNK` characters. */
    function takeUpload(letter: string): void {
      upload += letter
      if (upload.length % CHUNK !== 0) return
      const bytes = Buffer.concat(
        Array.from({ length: upload.length / CHUNK }, (_, at) =>
          Buffer.from(upload.slice(at * CHUNK, (at + 1) * CHUNK), 'base64'),
        ),
      )
      const floats = Math.min(awaited, bytes.length >> 2)
      say(`OK ${floats}`)
      if (floats < awaited) return
      uploaded = Array.from({ length: floats }, (_, index) => bytes.readFloatLE(index * 4))
      awaited = 0
      say(`TRANSFER COMPLETED ${floats}`, ...ANSWER, 'RESULT 0', 'END OUTPUT')
      prompt()
    }

    function obey(command: string): void {
      const [, name = '', values = ''] = /^AT\+([A-Z]+\??)(?:=(.*))?$/.exec(command) ?? []
      if (name !== '') commands.push(command)
      switch (name) {
        case 'CONFIG?':
          say(...CONFIG)
          return prompt()
        case 'SAMPLESTART': {
          const bytes = acquisition().length
          say('Starting in 2000 ms...', 'Sampling...', `Done sampling, total bytes collected: ${bytes}`)
          say(`Not uploading file, not connected to WiFi. Used buffer, from=0, to=${bytes}.`, 'OK')
          return prompt()
        }
        case 'READBUFFER':
          say('OK', encodeBase64(acquisition()), 'OK')
          return prompt()
        case 'SNAPSHOT': {
          const [width = 0, height = 0] = values.split(',').map(Number)
          say('OK', encodeBase64(Uint8Array.from({ length: width * height }, (_, pixel) => pixel)), 'OK')
          return prompt()
        }
        case 'RUNIMPULSE':
          running = setInterval(() => say(...ANSWER), ANSWER_EVERY_MS)
          return
        case 'RUNIMPULSESTATIC':
          awaited = Number(values.split(',')[1])
          upload = ''
          return say(`OK CHUNK=${CHUNK}`)
        default:
          if (name !== '') say('OK')
          return prompt()
      }
    }

    socket.on('data', (bytes: Buffer) => {
      for (const letter of bytes.toString('latin1')) {
        if (awaited > 0) takeUpload(letter)
        else if (letter === '\r') {
          const command = line.slice(line.lastIndexOf('\0') + 1)
          line = ''
          stopRunning()
          say(command)
          obey(command.slice(Math.max(0, command.indexOf('AT+'))))
        } else if (letter !== '\n') line += letter
      }
    })
    socket.on('error', () => undefined)
    socket.once('close', () => {
      stopRunning()
      sockets.delete(socket)
    })
  }

  const server = createServer(serve)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const address = server.address()
  return {
    port: `tcp:127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    commands,
    uploaded: () => uploaded,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
