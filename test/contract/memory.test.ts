import { createMemoryTransportPair } from '../../shared/contract/memory-transport.ts'
import { describeBridge } from './bridge-suite.ts'

describeBridge('bridge in memory', async () => {
  const [near, far] = createMemoryTransportPair()
  return { near, far, cut: () => far.close(), close: () => near.close() }
})
