/** What a board with the AT command set answers to `AT+CONFIG?`: sections of `key: value`. */
import { AppError } from '../contract/errors.ts'

export interface AtSensor {
  name: string
  /** null where old firmware tells only the name. */
  maxSampleSeconds: number | null
  frequenciesHz: number[]
}

export interface AtConfig {
  deviceId: string
  deviceType: string
  atVersion: string
  /** Baud rate of long answers; 115200 where the board does not tell. */
  transferBaudRate: number
  sensors: AtSensor[]
  snapshot: {
    has: boolean
    streams: boolean
    colour: 'Grayscale' | 'RGB'
    resolutions: { width: number; height: number }[]
  }
  inference: { sensor: number; modelType: string }
  sampling: { label: string; intervalMs: number | null; lengthMs: number | null }
  /** Keys that this version does not know, as `Section: key`. */
  unknown: string[]
}

export const AT_BAUD_RATE = 115_200
const NEWEST_MINOR = 8

type Setter = (config: AtConfig, value: string) => void

const number = (value: string): number | null => {
  const found = /-?\d+(\.\d+)?/.exec(value)
  return found ? Number(found[0]) : null
}
const ignore: Setter = () => undefined

const KEYS: Record<string, Record<string, Setter>> = {
  'device info': {
    id: (config, value) => (config.deviceId = value),
    type: (config, value) => (config.deviceType = value),
    'at version': (config, value) => (config.atVersion = value),
    'data transfer baudrate': (config, value) => (config.transferBaudRate = number(value) ?? AT_BAUD_RATE),
  },
  sensors: { name: (config, value) => config.sensors.push(readSensor(value)) },
  snapshot: {
    'has snapshot': (config, value) => (config.snapshot.has = value === '1'),
    'supports stream': (config, value) => (config.snapshot.streams = value === '1'),
    'color depth': (config, value) => (config.snapshot.colour = /rgb/i.test(value) ? 'RGB' : 'Grayscale'),
    resolutions: (config, value) => (config.snapshot.resolutions = readResolutions(value)),
  },
  inference: {
    sensor: (config, value) => (config.inference.sensor = number(value) ?? -1),
    'model type': (config, value) => (config.inference.modelType = value),
  },
  'sampling parameters': {
    label: (config, value) => (config.sampling.label = value),
    interval: (config, value) => (config.sampling.intervalMs = number(value)),
    length: (config, value) => (config.sampling.lengthMs = number(value)),
    'hmac key': ignore,
  },
  // Networks and the cloud are not ours.
  wifi: { ssid: ignore, password: ignore, security: ignore, mac: ignore, connected: ignore, present: ignore },
  'upload settings': { 'api key': ignore, host: ignore, path: ignore },
  'remote management': { url: ignore, connected: ignore, 'last error': ignore },
}

function readSensor(value: string): AtSensor {
  const [, name = value, rest = ''] = /^([^,]*)(.*)$/.exec(value) ?? []
  const seconds = /max sample length:\s*(\d+(?:\.\d+)?)\s*s/i.exec(rest)
  const frequencies = /frequencies:\s*\[([^\]]*)\]/i.exec(rest)?.[1] ?? ''
  return {
    name: name.trim(),
    maxSampleSeconds: seconds ? Number(seconds[1]) : null,
    frequenciesHz: Array.from(frequencies.matchAll(/\d+(?:\.\d+)?/g), ([text]) => Number(text)),
  }
}

function readResolutions(value: string): { width: number; height: number }[] {
  return Array.from(value.matchAll(/(\d+)\s*x\s*(\d+)/g), ([, width, height]) => ({
    width: Number(width),
    height: Number(height),
  }))
}

/** Reads the lines between the echo and the prompt. Throws `device/wrong-answer` without a usable AT version. */
export function parseAtConfig(lines: readonly string[]): AtConfig {
  const config: AtConfig = {
    deviceId: '',
    deviceType: '',
    atVersion: '',
    transferBaudRate: AT_BAUD_RATE,
    sensors: [],
    snapshot: { has: false, streams: false, colour: 'Grayscale', resolutions: [] },
    inference: { sensor: -1, modelType: '' },
    sampling: { label: '', intervalMs: null, lengthMs: null },
    unknown: [],
  }
  let section = ''
  for (const line of lines) {
    const title = /^\s*=+\s*(.+?)\s*=+\s*$/.exec(line)?.[1]
    if (title !== undefined) section = title.toLowerCase()
    else readKey(config, section, line)
  }
  requireVersion(config.atVersion)
  return config
}

function readKey(config: AtConfig, section: string, line: string): void {
  const colon = line.indexOf(':')
  if (section === '' || colon < 0) return
  const key = line.slice(0, colon).trim().toLowerCase()
  const value = line.slice(colon + 1).trim()
  const keys = Object.hasOwn(KEYS, section) ? KEYS[section]! : {}
  if (Object.hasOwn(keys, key)) keys[key]!(config, value)
  else if (section !== 'ingestion parameters') config.unknown.push(`${section}: ${key}`)
}

/** True from this version on; versions are `major.minor.patch`. */
export function isAtLeast(version: string, major: number, minor: number): boolean {
  const [ownMajor = 0, ownMinor = 0] = version.split('.').map(Number)
  return ownMajor > major || (ownMajor === major && ownMinor >= minor)
}

function requireVersion(version: string): void {
  if (!/^\d+\.\d+/.test(version)) {
    throw new AppError('device/wrong-answer', {
      message: 'The board answers AT commands, but does not tell their version.',
    })
  }
  if (isAtLeast(version, 1, NEWEST_MINOR + 1)) {
    throw new AppError('device/unsupported', {
      message: `The board speaks AT commands ${version}; this workbench knows them up to 1.${NEWEST_MINOR}.`,
      hint: 'Put older firmware on the board, or update the workbench.',
    })
  }
}
