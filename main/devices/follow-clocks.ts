/** The clocks of all open boards, followed all the time: a take may begin at any moment. */
import type { BoardSession, Readings } from './board-session.ts'
import type { DeviceManager } from './device-manager.ts'
import { createHostClock, type HostClock } from './host-clock.ts'

export interface Clocks {
  first: HostClock
  of(port: string): HostClock
}

export function followClocks(devices: DeviceManager): Clocks {
  const first = createHostClock()
  const others = new Map<string, HostClock>()
  const of = (port: string): HostClock => {
    const clock = others.get(port) ?? createHostClock()
    others.set(port, clock)
    return clock
  }
  const lastMs = ({ tMs, values }: Readings, session: BoardSession): number =>
    tMs + ((values.length / session.axes.length - 1) * 1000) / session.rateHz()
  devices.listen({
    readings: (batch, session) => first.add(lastMs(batch, session), performance.now()),
    other: (port, batch, session) => of(port).add(lastMs(batch, session), performance.now()),
    answer: () => undefined,
    text: () => undefined,
    streamChanged: () => first.reset(),
    otherChanged: (port) => of(port).reset(),
  })
  return { first, of }
}
