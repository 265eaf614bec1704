/** What an import is told where the files themselves do not say it. */
import { useState } from 'react'
import { type Split, SPLITS } from '../../../shared/model/sample.ts'
import { useLayout } from '../../app/layout.ts'
import { Details } from '../../components/details.tsx'
import { NumberField } from '../../components/number-field.tsx'
import { Select } from '../../components/select.tsx'
import { TextField } from '../../components/text-field.tsx'

export interface ImportSettings {
  label: string
  session: string
  /** 0 reads it from the files. */
  rateHz: number
  split: Split | 'auto'
  /** What the rows of a table are. */
  rows: 'auto' | 'signal' | 'samples'
  /** Column with the value to learn. */
  target: string
}

export interface UsedImportSettings extends ImportSettings {
  change: (changes: Partial<ImportSettings>) => void
}

const SPLIT_OPTIONS = [
  { value: 'auto', label: 'as the files say, else dealt' },
  ...SPLITS.map((value) => ({ value, label: value })),
] as const

const ROW_OPTIONS = [
  { value: 'auto', label: 'found out from the columns' },
  { value: 'signal', label: 'one signal' },
  { value: 'samples', label: 'a sample each' },
] as const

const NOTHING_SAID: ImportSettings = { label: '', session: '', rateHz: 0, split: 'auto', rows: 'auto', target: '' }

/** Forgotten with the page: a label meant for one import must not land on the next. */
export function useImportSettings(): UsedImportSettings {
  const [settings, set] = useState(NOTHING_SAID)
  return { ...settings, change: (changes) => set({ ...settings, ...changes }) }
}

/** Only what was filled in; the rest is read from the files. */
export function importRequest({ label, session, rateHz, split, rows, target }: ImportSettings) {
  return {
    split,
    ...(label.trim() === '' ? {} : { label: label.trim() }),
    ...(session.trim() === '' ? {} : { session: session.trim() }),
    ...(rateHz > 0 ? { rateHz } : {}),
    ...(rows === 'auto' ? {} : { rows }),
    ...(target.trim() === '' ? {} : { target: target.trim() }),
  }
}

export function ImportForm({ settings }: { settings: UsedImportSettings }) {
  const [open, setOpen] = useLayout('dataset/import-open', false)
  const { label, session, rateHz, split, rows, target, change } = settings
  return (
    <Details label="Import settings" open={open} onToggle={setOpen}>
      <TextField
        label="Label of all"
        help="Empty: from the files, their names or folders."
        value={label}
        onChange={(value) => change({ label: value })}
      />
      <TextField
        label="Session of all"
        help="Empty: from the files, their names or folders."
        value={session}
        onChange={(value) => change({ session: value })}
      />
      <NumberField
        label="Rate"
        unit="Hz"
        help="0: from the times in the files."
        value={rateHz}
        min={0}
        max={1_000_000}
        onChange={(value) => value >= 0 && change({ rateHz: value })}
      />
      <Select
        label="Split of all"
        value={split}
        options={SPLIT_OPTIONS}
        onChange={(value) => change({ split: value })}
      />
      <Select
        label="Rows of a table"
        help="Readings one after another, or each a sample of its own."
        value={rows}
        options={ROW_OPTIONS}
        onChange={(value) => change({ rows: value })}
      />
      <TextField
        label="Value to learn"
        help="Name of a column: each row is labelled with its number. Empty: none."
        value={target}
        onChange={(value) => change({ target: value })}
      />
    </Details>
  )
}
