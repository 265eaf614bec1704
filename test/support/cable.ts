/** Two joined pseudo terminals that stand in for a cable, and a board of another process that sends at a real pace. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { missing } from './tools.ts'

/** socat asks for its version in its own way. */
export const noSocat = existsSync('/usr/bin/socat') ? '' : missing('socat')

export interface Cable {
  /** The computer's end and the board's. */
  ends: [string, string]
  unplug(): void
}

export function plugCable(): Promise<Cable> {
  const child = spawn('socat', ['-d', '-d', 'pty,raw,echo=0', 'pty,raw,echo=0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  return new Promise((resolve, reject) => {
    let told = ''
    child.once('error', reject)
    child.stderr.on('data', (bytes: Buffer) => {
      told += bytes.toString()
      const [computer, board] = Array.from(told.matchAll(/PTY is (\S+)/g), ([, end]) => end)
      if (computer === undefined || board === undefined || !told.includes('starting data transfer loop')) return
      resolve({ ends: [computer, board], unplug: () => void child.kill('SIGKILL') })
    })
  })
}

/** `body` defines `bytesFor(from, to)`: the Buffer of units `from … to`; `rate` of them are sent a second. */
export function startBoard(path: string, body: string, rate: number): ChildProcess {
  const program = `
const { openSync, writeSync } = require('node:fs')
const [path, rate] = process.argv.slice(1)
${body}
const file = openSync(path, 'r+')
const started = performance.now()
let sent = 0
const turn = () => {
  const due = Math.floor(((performance.now() - started) * rate) / 1000)
  const bytes = bytesFor(sent, due)
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
  sent = due
  setTimeout(turn, 5)
}
turn()`
  return spawn(process.execPath, ['-e', program, '--', path, String(rate)], { stdio: 'ignore' })
}

/** Lines of six numbers, the first of which counts. */
export const COUNTED_LINES = `
const bytesFor = (from, to) => {
  let text = ''
  for (let line = from; line < to; line++) text += line + ',-1.2345,9.8066,0.0123,-250.1,17.25\\n'
  return Buffer.from(text)
}`

/** One channel of int16 in packets of Simple Streaming 2, 480 readings each, that count from 0 to 9,999 again and again. */
export const COUNTED_SOUND = `
const hello = Buffer.from(JSON.stringify({ sample_rate: 48000, version: 2, samples_per_packet: 480, column_location: { audio: 0 } }) + '\\r\\n')
const PACKET = 480
let packets = 0
let isFirst = true
let wanted = false
require('node:fs').createReadStream(path).on('data', (bytes) => { if (bytes.toString().includes('connect')) wanted = true })
const packet = (number) => {
  const bytes = Buffer.alloc(10 + PACKET * 2)
  bytes[0] = 0xff
  bytes.writeUInt16LE(6 + PACKET * 2, 1)
  bytes.writeUInt32LE(number, 5)
  for (let index = 0; index < PACKET; index++) bytes.writeInt16LE((number * PACKET + index) % 10000, 9 + index * 2)
  let check = 0
  for (let at = 3; at < bytes.length - 1; at++) check ^= bytes[at]
  bytes[bytes.length - 1] = check
  return bytes
}
const bytesFor = (from, to) => {
  if (!wanted) {
    const due = Math.floor(to / 24000) > Math.floor(from / 24000) || isFirst
    isFirst = false
    return due ? hello : Buffer.alloc(0)
  }
  const parts = []
  for (let due = Math.floor(to / PACKET) - Math.floor(from / PACKET); due > 0; due--) parts.push(packet(packets++))
  return Buffer.concat(parts)
}`
