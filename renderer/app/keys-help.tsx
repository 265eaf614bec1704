/** "?": the keys that work here. */
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { KeysTable } from './keys-table.tsx'
import { useOverlay } from './overlay.ts'

export function KeysHelp() {
  const { overlay, close } = useOverlay()
  if (overlay !== 'keys') return null
  return (
    <Dialog title="Keys" onClose={() => close(true)} buttons={<Button onPress={() => close(true)}>Close</Button>}>
      <KeysTable />
    </Dialog>
  )
}
