/**
 * An Arduino Uno with an analog accelerometer at A0 to A2: avr8js runs the real firmware from the board's own flash. Time
 * is virtual: `run` makes it pass. A reset begins in our own bootloader, which writes the flash itself.
 */
import {
  adcConfig,
  AVRADC,
  AVRIOPort,
  AVRClock,
  AVREEPROM,
  avrInstruction,
  AVRTimer,
  AVRUSART,
  AVRWatchdog,
  clockConfig,
  CPU,
  portDConfig,
  EEPROMMemoryBackend,
  timer0Config,
  timer1Config,
  usart0Config,
  watchdogConfig,
} from 'avr8js'
import type { ReadMotion } from './motion-chip.ts'
import { addSelfProgramming } from './self-programming.ts'

export interface UnoOptions {
  serialNumber: string
  program: Uint8Array
  /** The last 512 bytes of the flash. */
  bootloader: Uint8Array
  motion: ReadMotion
  data(bytes: Uint8Array): void
}

export interface UnoMachine {
  run(seconds: number): void
  readonly nowSeconds: number
  /** Bytes from the computer. */
  receive(bytes: Uint8Array): void
  /** A short press of the button between digital pin 2 and ground. */
  pressButton(): void
  /** What a falling DTR does. */
  reset(): void
  /** A copy of the flash. */
  readFlash(): Uint8Array
}

const CLOCK_HZ = 16_000_000
const FLASH_BYTES = 32_768
const RAM_BYTES = 2048
const EEPROM_BYTES = 1024
const BUTTON_PIN = 2
const PRESS_SECONDS = 0.1
const BOOTLOADER_ADDRESS = 0x7e00
/** How often the pins change and the line is served. */
const SLICE_CYCLES = 1600
const STANDARD_GRAVITY = 9.80665
const VOLTS_AT_REST = 1.65
const VOLTS_A_GRAVITY = 0.33
const SUPPLY_VOLTS = 3.3
/** Register: receive complete. */
const UCSR0A = 0xc0
const RECEIVE_COMPLETE = 0x80
/** Register: why the chip was reset; bits. */
const MCUSR = 0x54
const BY_POWER = 0x01
const BY_PIN = 0x02
const BY_WATCHDOG = 0x08

/** The emulator's watchdog keeps the later time that it waits for where it is set to a shorter one: it must look again. */
function mendWatchdog(cpu: CPU, watchdog: AVRWatchdog): void {
  const write = cpu.writeHooks[watchdogConfig.WDTCSR]!
  cpu.writeHooks[watchdogConfig.WDTCSR] = (...change) => {
    Reflect.set(watchdog, 'scheduled', false)
    return write(...change)
  }
}

export function createUnoMachine(options: UnoOptions): UnoMachine {
  const flash = new Uint8Array(FLASH_BYTES).fill(0xff)
  flash.set(options.program)
  flash.set(options.bootloader, BOOTLOADER_ADDRESS)
  const eeprom = new EEPROMMemoryBackend(EEPROM_BYTES)
  eeprom.memory.set(new TextEncoder().encode(`TMLI${options.serialNumber}`))
  let incoming: number[] = []
  let outgoing: number[] = []
  let releaseSeconds = Number.POSITIVE_INFINITY
  let secondsBefore = 0
  let board = createBoard(BY_POWER)

  function createBoard(why: number) {
    const cpu = new CPU(new Uint16Array(flash.buffer), RAM_BYTES)
    const flashWriter = addSelfProgramming(cpu)
    // The fuse of an Uno: every reset begins in the bootloader.
    cpu.pc = BOOTLOADER_ADDRESS / 2
    cpu.data[MCUSR] = why
    const usart = new AVRUSART(cpu, usart0Config, CLOCK_HZ)
    usart.onByteTransmit = (byte) => outgoing.push(byte)
    const timers = [new AVRTimer(cpu, timer0Config), new AVRTimer(cpu, timer1Config)]
    const adc = new AVRADC(cpu, adcConfig)
    const pins = new AVRIOPort(cpu, portDConfig)
    pins.setPin(BUTTON_PIN, true)
    const memory = new AVREEPROM(cpu, eeprom)
    const watchdog = new AVRWatchdog(cpu, watchdogConfig, new AVRClock(cpu, CLOCK_HZ, clockConfig))
    mendWatchdog(cpu, watchdog)
    const made = { cpu, usart, adc, pins, timers, memory, watchdog, flashWriter, restart: false }
    // The emulator's own reset leaves its peripherals as they were: a new chip is made instead.
    cpu.reset = () => void (made.restart = true)
    return made
  }

  const now = (): number => secondsBefore + board.cpu.cycles / CLOCK_HZ

  function restart(why: number): void {
    secondsBefore = now()
    board = createBoard(why)
    incoming = []
  }

  function serve(): void {
    const volts = options.motion(now()).map((value) => {
      const level = VOLTS_AT_REST + (VOLTS_A_GRAVITY * value) / STANDARD_GRAVITY
      return Math.min(SUPPLY_VOLTS, Math.max(0, level))
    })
    volts.forEach((level, pin) => (board.adc.channelValues[pin] = level))
    const { cpu, usart } = board
    const canTake = !usart.rxBusy && usart.rxEnable && (cpu.data[UCSR0A]! & RECEIVE_COMPLETE) === 0
    if (incoming.length > 0 && canTake) usart.writeByte(incoming.shift()!)
    if (outgoing.length === 0) return
    const bytes = Uint8Array.from(outgoing)
    outgoing = []
    options.data(bytes)
  }

  function step(): void {
    const { cpu, flashWriter } = board
    const end = cpu.cycles + SLICE_CYCLES
    while (cpu.cycles < end && !board.restart) {
      flashWriter.beforeInstruction()
      avrInstruction(cpu)
      cpu.tick()
    }
    serve()
    if (now() >= releaseSeconds) {
      board.pins.setPin(BUTTON_PIN, true)
      releaseSeconds = Number.POSITIVE_INFINITY
    }
    if (board.restart) restart(BY_WATCHDOG)
  }

  return {
    run(seconds) {
      const end = now() + seconds
      while (now() < end) step()
    },
    get nowSeconds() {
      return now()
    },
    receive: (bytes) => void incoming.push(...bytes),
    pressButton() {
      board.pins.setPin(BUTTON_PIN, false)
      releaseSeconds = now() + PRESS_SECONDS
    },
    reset: () => restart(BY_PIN),
    readFlash: () => flash.slice(),
  }
}
