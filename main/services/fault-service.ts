/** Lets things go wrong with a simulated board, so that people and tests see what the workbench does then. */
import type { Handlers } from '../../shared/contract/api.ts'
import type { FaultAct } from '../../shared/model/fault.ts'
import { isSimulatedUno } from '../devices/port-lister.ts'
import type { BoardFaults } from '../virtual/line-faults.ts'
import type { Context } from './context.ts'

const STALL_MS = 2000

export function faultHandlers(context: Context): Pick<Handlers, 'devices/fault' | 'devices/press'> {
  async function act(faults: BoardFaults, name: FaultAct): Promise<void> {
    switch (name) {
      case 'stall':
        return faults.stall(STALL_MS)
      case 'reset':
        return faults.reset()
      case 'unplug':
        return faults.plug(false)
      case 'plug':
        return faults.plug(true)
      case 'rename':
        faults.rename()
        await context.devices.refresh()
    }
  }

  return {
    'devices/press': ({ port }) => {
      const board = isSimulatedUno(port) ? context.simulatedUno : context.simulated
      board.pressButton()
      return {}
    },
    'devices/fault': async (input) => {
      const { faults } = isSimulatedUno(input.port) ? context.simulatedUno : context.simulated
      const now = faults.line()
      if (input.line) {
        faults.setLine({
          dropPerThousand: input.line.dropPerThousand ?? now.dropPerThousand,
          corruptPerThousand: input.line.corruptPerThousand ?? now.corruptPerThousand,
          jitterMs: input.line.jitterMs ?? now.jitterMs,
          driftPerThousand: input.line.driftPerThousand ?? now.driftPerThousand,
        })
      }
      if (input.act) await act(faults, input.act)
      return { line: faults.line() }
    },
  }
}
