import type { Connection } from '../../shared/model/board.ts'

/** "Pico on COM5", "Pico (simulated)", "No board". */
export function boardText(connection: Connection | null): string {
  if (!connection) return 'No board'
  const name = connection.simulated ? connection.name : `${connection.name} on ${connection.port}`
  return connection.state === 'connected' ? name : `${name}, ${connection.state}`
}
