import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createBridge } from '../ipc/bridge.ts'
import './tokens.css'
import './base.css'
import { BridgeProvider } from './client.tsx'
import { Frame } from './frame.tsx'
import { applyStoredTheme } from './theme.ts'

applyStoredTheme()
const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root.')
createRoot(root).render(
  <StrictMode>
    <BridgeProvider bridge={createBridge()}>
      <Frame />
    </BridgeProvider>
  </StrictMode>,
)
