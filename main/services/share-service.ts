/** Simulated boards for other programs of this computer, and the recorder for boards that have none. */
import type { Handlers } from '../../shared/contract/api.ts'
import { AppError } from '../../shared/contract/errors.ts'
import { installRecorder } from '../deploy/install-recorder.ts'
import { type BoardShare, shareBoard } from '../virtual/board-share.ts'
import type { Context } from './context.ts'
import { FLASH_JOB } from './deploy-service.ts'

export interface ShareService {
  handlers: Pick<Handlers, 'devices/share' | 'devices/install'>
  close(): Promise<void>
}

export function createShareService(context: Context): ShareService {
  const shares = new Map<string, BoardShare>()

  async function end(port: string): Promise<void> {
    const ending = shares.get(port)
    shares.delete(port)
    await ending?.close()
  }

  return {
    handlers: {
      'devices/share': async ({ port, shared }) => {
        if (!port.startsWith('sim:')) {
          throw new AppError('device/unsupported', {
            message: `${port} is a real port: other programs can open it themselves.`,
            hint: 'Disconnect it here first.',
          })
        }
        if (shared === false) await end(port)
        // Another program and the workbench cannot both talk with it.
        if (shared && context.devices.connection()?.port === port) await context.devices.disconnect()
        if (shared && !shares.has(port)) {
          shares.set(port, await shareBoard({ open: () => context.devices.openStream(port) }))
        }
        const share = shares.get(port)
        return { address: share?.address ?? null, terminal: share?.terminal ?? null }
      },
      'devices/install': ({ port, board }, call) =>
        context.jobs.run(
          { name: FLASH_JOB, page: 'devices', signal: call.signal },
          (job) =>
            installRecorder(context, { port, board, signal: job.signal }, (step) => {
              job.progress(step.step, 0, 0)
              call.progress(step)
            }),
          ({ firmware }) => `The board answered: recorder ${firmware}`,
        ),
    },
    async close() {
      for (const port of shares.keys()) await end(port)
    },
  }
}
