import { Table } from '../components/table.tsx'
import { FRAME_KEYS, isMac, type KeyBinding, keyText, PLACE_KEYS } from './keys.ts'

const rows: readonly KeyBinding[] = [...FRAME_KEYS, ...PLACE_KEYS]

/** Every key, what it does and where. */
export function KeysTable() {
  return (
    <Table
      caption="Every key and where it works"
      hideCaption
      keyOf={(row) => row.command}
      rows={rows}
      columns={[
        { title: 'Key', render: (row) => row.keys.map((key) => keyText(key, isMac)).join(', ') },
        { title: 'Does', kind: 'head', render: (row) => row.name },
        { title: 'Where', render: (row) => row.where },
      ]}
    />
  )
}
