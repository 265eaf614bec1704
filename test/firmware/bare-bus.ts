/** A test's own USB host: single packets and control transfers to the firmware, with time passing between them. */
import { createPicoMachine, type PicoMachine } from '../../main/virtual/pico-machine.ts'
import { prebuiltFirmware } from '../../main/virtual/simulated-pico.ts'
import { type ControlRequest, setupPacket, startControlTransfer } from '../../main/virtual/usb-transfer.ts'
import type { Handshake, InResult } from '../../main/virtual/usb-controller.ts'

/** Chapter 9.2.6.4: without data 50 ms, with data 500 ms to the first packet. We are stricter. */
const ANSWER_MS = 5

export interface BareBus {
  machine: PicoMachine
  run(ms: number): void
  reset(): void
  /** The whole transfer: its bytes, or how it ended. */
  control(request: ControlRequest, address?: number): number[] | 'stall' | 'broken' | 'no answer'
  setup(request: ControlRequest, address?: number): Handshake
  /** Asks until the answer is not NAK or 5 ms are over. */
  in(endpoint: number, address?: number): InResult
  out(endpoint: number, data1: boolean, bytes: Uint8Array, address?: number): Handshake
  /** Reset, address 1, configuration 1. */
  configure(): void
  address: number
}

export function createBareBus(): BareBus {
  const machine = createPicoMachine({
    serialNumber: 'TEST-1',
    firmware: prebuiltFirmware(),
    motion: () => [0, 0, 9.80665],
    usb: null,
  })
  const bus: BareBus = {
    machine,
    address: 0,
    run: (ms) => machine.run(ms / 1000),
    reset() {
      machine.controller.busReset()
      bus.address = 0
      bus.run(10)
    },
    control(request, address = bus.address) {
      const transfer = startControlTransfer(machine.controller, address, request)
      for (let tries = 0; tries < ANSWER_MS * 20; tries++) {
        const result = transfer.step()
        if (result) {
          bus.run(0.1)
          return result.outcome === 'done' ? [...result.bytes] : result.outcome
        }
        bus.run(0.05)
      }
      return 'no answer'
    },
    setup(request, address = bus.address) {
      const handshake = machine.controller.setup(address, setupPacket(request))
      bus.run(0.2)
      return handshake
    },
    in(endpoint, address = bus.address) {
      const ask = (): InResult => machine.controller.in(address, endpoint)
      let answer = ask()
      for (let tries = 0; answer.handshake === 'nak' && tries < ANSWER_MS * 20; tries++) {
        bus.run(0.05)
        answer = ask()
      }
      bus.run(0.1)
      return answer
    },
    out(endpoint, data1, bytes, address = bus.address) {
      const send = (): Handshake => machine.controller.out(address, endpoint, data1, bytes)
      let answer = send()
      for (let tries = 0; answer === 'nak' && tries < ANSWER_MS * 20; tries++) {
        bus.run(0.05)
        answer = send()
      }
      bus.run(0.1)
      return answer
    },
    configure() {
      bus.reset()
      bus.control({ type: 0, request: 5, value: 1 })
      bus.address = 1
      bus.run(2)
      bus.control({ type: 0, request: 9, value: 1 })
    },
  }
  bus.run(150)
  return bus
}
