/**
 * A Raspberry Pi Pico with an MPU-6050 at its pins, on the end of a USB cable: rp2040js runs the real firmware from the
 * board's own flash. Time is virtual: `run` makes it pass. Nothing here knows of threads or of the wall clock.
 */
import { RP2040 } from 'rp2040js'
import { AppError } from '../../shared/contract/errors.ts'
import { parseUf2 } from '../../shared/formats/uf2.ts'
import { BOOTLOADER_BREAK, bootRom, isBootable, programAsBootRom } from './boot-rom.ts'
import { attachMotionChip, type MotionChip, type ReadMotion } from './motion-chip.ts'
import { FLASH_ADDRESS, FLASH_BYTES, IDENTITY_ADDRESS, identityPage, RAM_TOP } from './pico-memory.ts'
import { UsbController } from './usb-controller.ts'
import { createUsbHost, type UsbHost, type UsbHostEvents } from './usb-host.ts'

export interface PicoOptions {
  serialNumber: string
  /** What lies at the start of the flash of a new board; empty for a chip that was never programmed. */
  firmware: Uint8Array
  motion: ReadMotion
  /** The computer at the other end of the cable; null where a test plays it on the bare bus. */
  usb: UsbHostEvents | null
}

export interface PicoMachine {
  /** Lets this much virtual time pass. */
  run(seconds: number): void
  readonly nowSeconds: number
  /** `flash-volume`: waits for a UF2 file, as after holding BOOTSEL. */
  readonly state: 'running' | 'flash-volume' | 'unplugged'
  readonly host: UsbHost
  readonly controller: UsbController
  readonly chip: MotionChip
  /** What the emulator warned about; empty unless the firmware touches what does not exist. */
  readonly complaints: readonly string[]
  /** A short press of the button between GP15 and ground. */
  pressButton(): void
  enterFlashVolume(): void
  /** What the boot ROM does with a file dropped onto the volume: programs it and restarts. */
  copyUf2(file: Uint8Array): void
  /** Takes the cable out or puts it back, which also restarts the board. */
  plug(inserted: boolean): void
  /** A copy of the flash from an address on. */
  readFlash(address: number, bytes: number): Uint8Array
}

const POLL_NANOS = 250_000
/** The clock moves on after this many cycles at the latest: alarms are late by at most half a microsecond. */
const CYCLES_A_TICK = 48
const BUTTON_PIN = 15
const PRESS_SECONDS = 0.1
const MAX_COMPLAINTS = 50

const nobody: UsbHostEvents = { ready: () => undefined, data: () => undefined, gone: () => undefined }

type State = PicoMachine['state']

export function createPicoMachine(options: PicoOptions): PicoMachine {
  const flash = new Uint8Array(FLASH_BYTES).fill(0xff)
  flash.set(options.firmware)
  flash.set(identityPage(options.serialNumber), IDENTITY_ADDRESS - FLASH_ADDRESS)
  const complaints: string[] = []
  let state: State = 'running'
  let releaseSeconds = Number.POSITIVE_INFINITY
  let secondsBefore = 0
  let board = createBoard()

  function createBoard() {
    const mcu = new RP2040()
    const complain = (component: string, message: string): void => {
      if (complaints.length < MAX_COMPLAINTS) complaints.push(`${component}: ${message}`)
    }
    mcu.logger = { debug: () => undefined, info: () => undefined, warn: complain, error: complain }
    mcu.bootrom.set(bootRom())
    mcu.flash.set(flash)
    // The pull-up that the firmware switches on.
    mcu.gpio[BUTTON_PIN]?.setInputValue(true)
    const controller = new UsbController(mcu, 'USB')
    mcu.peripherals[0x50110] = controller
    // The emulator's own controller would answer packets by itself.
    mcu.usbCtrl.DPRAMUpdated = () => undefined
    const host = createUsbHost(controller, options.usb ?? nobody)
    const nanos = (): number => mcu.clock.nanos
    const now = (): number => secondsBefore + nanos() / 1e9
    const chip = attachMotionChip(mcu.i2c[0]!, now, options.motion)
    const poll = mcu.clock.createAlarm(() => {
      if (options.usb) host.poll(nanos() / 1000)
      poll.schedule(POLL_NANOS)
    })
    poll.schedule(POLL_NANOS)
    mcu.onBreak = (code) => {
      if (code === BOOTLOADER_BREAK) state = 'flash-volume'
    }
    onWatchdog(mcu, () => (state = 'running'))
    return { mcu, controller, host, chip, now, restart: false }
  }

  function onWatchdog(mcu: RP2040, then: () => void): void {
    const watchdog = mcu.peripherals[0x40058]
    if (watchdog && 'onWatchdogTrigger' in watchdog)
      watchdog.onWatchdogTrigger = () => {
        board.restart = true
        then()
      }
  }

  function boot(): void {
    secondsBefore = board.now()
    const { chip } = board
    board = createBoard()
    board.chip.connected = chip.connected
    if (!isBootable(flash)) {
      state = 'flash-volume'
      return
    }
    const { core, sram } = board.mcu
    sram.set(flash.subarray(0, 256), RAM_TOP - 0x2000_0000)
    core.SP = RAM_TOP
    core.LR = 0
    core.PC = RAM_TOP
    state = 'running'
  }

  function step(untilNanos: number): void {
    const { mcu } = board
    const { core, clock } = mcu
    const simulation = clock as typeof clock & { tick(nanos: number): void; nanosToNextAlarm: number }
    while (simulation.nanos < untilNanos && state === 'running' && !board.restart) {
      // An interrupt that was pending before WFI must end it; the emulator looks only at new ones.
      if (core.waiting && core.checkForInterrupts()) core.waiting = false
      if (core.waiting) {
        simulation.tick(Math.min(simulation.nanosToNextAlarm, untilNanos - simulation.nanos))
        continue
      }
      let cycles = 0
      while (cycles < CYCLES_A_TICK && !core.waiting) cycles += core.executeInstruction()
      simulation.tick((cycles * 1e9) / mcu.clkSys)
    }
  }

  function leaveBus(): void {
    // The host looks once more and finds nobody.
    board.controller.writeUint32(0x4c, 0)
    if (options.usb) board.host.poll(board.mcu.clock.nanos / 1000)
  }

  function program(file: Uint8Array): void {
    for (const part of parseUf2(file)) {
      const start = part.address - FLASH_ADDRESS
      if (start < 0 || start + part.bytes.length > FLASH_BYTES) {
        throw new AppError('flash/malformed-image', {
          message: `This image writes to 0x${part.address.toString(16)}, outside the board's 2 MB of flash.`,
        })
      }
    }
    programAsBootRom(file, flash)
  }

  boot()
  return {
    run(seconds) {
      const end = board.now() + seconds
      if (board.now() >= releaseSeconds) {
        board.mcu.gpio[BUTTON_PIN]?.setInputValue(true)
        releaseSeconds = Number.POSITIVE_INFINITY
      }
      while (board.now() < end - 1e-9) {
        const nanosLeft = (end - board.now()) * 1e9
        if (state === 'running') step(board.mcu.clock.nanos + nanosLeft)
        else secondsBefore += nanosLeft / 1e9
        if (board.restart) {
          leaveBus()
          boot()
        } else if (state === 'flash-volume') leaveBus()
      }
    },
    get nowSeconds() {
      return board.now()
    },
    get state() {
      return state
    },
    get host() {
      return board.host
    },
    get controller() {
      return board.controller
    },
    get chip() {
      return board.chip
    },
    complaints,
    pressButton() {
      board.mcu.gpio[BUTTON_PIN]?.setInputValue(false)
      releaseSeconds = board.now() + PRESS_SECONDS
    },
    enterFlashVolume() {
      leaveBus()
      state = 'flash-volume'
    },
    copyUf2(file) {
      if (state !== 'flash-volume') throw new AppError('flash/no-volume')
      program(file)
      boot()
    },
    plug(inserted) {
      leaveBus()
      if (inserted) boot()
      else state = 'unplugged'
    },
    readFlash: (address, bytes) => flash.slice(address - FLASH_ADDRESS, address - FLASH_ADDRESS + bytes),
  }
}
