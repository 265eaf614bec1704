/** What is wrong with a board, and what a simulated one should do wrong. */
import type { Handlers } from '../../shared/contract/api.ts'
import { AppError } from '../../shared/contract/errors.ts'
import { DEFAULT_RATE_HZ } from '../devices/device-manager.ts'
import { diagnose } from '../devices/diagnosis.ts'
import { portAccess } from '../devices/port-access.ts'
import { holderOf } from '../devices/port-holder.ts'
import type { Context } from './context.ts'
import { wantedRateHz } from './impulse-service.ts'

export function diagnosisHandlers(context: Context): Pick<Handlers, 'devices/diagnose'> {
  const { devices } = context

  return {
    'devices/diagnose': async ({ port }, call) => {
      if (context.isStreaming()) {
        throw new AppError('app/busy', { message: 'Stop recording or live classification before the diagnosis.' })
      }
      const ports = await devices.refresh()
      const isOurs = devices.connection()?.port === port
      // Our own connection would be the program that keeps the port busy.
      if (isOurs) await devices.disconnect()
      try {
        return await diagnose({
          port,
          ports,
          access: portAccess,
          holderOf,
          openPort: devices.openStream,
          rateHz: wantedRateHz(context.currentProject()) ?? DEFAULT_RATE_HZ,
          signal: call.signal,
          onChange: (steps) => call.progress({ steps }),
        })
      } finally {
        // A board that has a problem may refuse; the steps have said why.
        if (isOurs) await devices.connect(port).catch(() => undefined)
      }
    },
  }
}
