import type { CliSession } from './session.ts'

/** Every command has a simulated board of its own, fresh from the shop: where it is to judge, it gets the model first. */
export async function giveModel({ call }: CliSession, port: string): Promise<void> {
  if (!port.startsWith('sim:')) return
  process.stderr.write('The simulated board begins without a model. It gets the one of this project first.\n')
  await call('deploy/flash', { port })
}
