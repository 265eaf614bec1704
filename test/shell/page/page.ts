/** The product's own bridge, put where a test can reach it. */
import { createBridge } from '../../../renderer/ipc/bridge.ts'

const bridge = createBridge()
const line = document.getElementById('connection')
const show = (): void => {
  if (line) line.textContent = bridge.connection.get()
}
bridge.connection.subscribe(show)
show()

/** A test cannot try this itself: what Playwright runs is exempt from the policy. */
function tryEval(): string {
  try {
    return String(new Function('return 1')())
  } catch {
    return 'refused'
  }
}
Object.assign(window, { bridge, evaluated: tryEval() })
