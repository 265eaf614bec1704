/** Passes what boards send on to whoever listens: readings for plots, text for the console. */
import type { EventPayload } from '../../shared/contract/events.ts'
import type { Context } from './context.ts'

const CONSOLE_EVERY_MS = 100

type Line = EventPayload<'console/lines'>['lines'][number]

export function publishDevices(context: Context): void {
  let lines: Line[] = []
  let timer: ReturnType<typeof setTimeout> | null = null

  function publishLines(): void {
    timer = null
    context.hub.publish('console/lines', { lines })
    lines = []
  }

  function addLine(line: Line): void {
    lines.push(line)
    timer ??= setTimeout(publishLines, CONSOLE_EVERY_MS).unref()
  }

  context.devices.listen({
    readings({ tMs, values, lost }, session) {
      const axes = session.axes
      context.hub.publish('devices/readings', {
        tMs,
        rateHz: session.rateHz(),
        axes: axes.map((axis) => axis.name),
        units: axes.map((axis) => axis.unit),
        values,
        lost,
      })
    },
    answer: () => undefined,
    text: (texts) => texts.forEach((text) => addLine({ tMs: Date.now(), ...text })),
    streamChanged: () => undefined,
    shoot: (shot) => context.hub.publish('devices/shoot', { shot }),
  })
}
