/** What int8 changes in the model in use: layer by layer, channel by channel, window by window. */
import { useEffect, useRef, useState } from 'react'
import type { LayerReport, QuantizeReport } from '../../../shared/contract/operations/quantize.ts'
import type { Split } from '../../../shared/model/sample.ts'
import { useLayout } from '../../app/layout.ts'
import { type UsedOperation, useOperation } from '../../app/use-operation.ts'
import { ErrorAlert } from '../../components/alert.tsx'
import { Button } from '../../components/button.tsx'
import { Details } from '../../components/details.tsx'
import { formatCount, formatPercent, formatSeconds } from '../../components/format.ts'
import { ProgressBar } from '../../components/progress-bar.tsx'
import { Table } from '../../components/table.tsx'
import { threeDigits } from '../../plots/quantities.ts'

type Window = QuantizeReport['worst'][number]

/** Folded until it is wanted: it runs the network once a layer. */
export function LayerReportDetails({ modelHash, split }: { modelHash: string; split: Split }) {
  const [open, setOpen] = useLayout('conversion/layers', false)
  const operation = useOperation('quantize/report')
  const report = useReport(operation, { open, modelHash, split })
  return (
    <Details label="Layers: what int8 changes" open={open} onToggle={setOpen}>
      <ErrorAlert error={operation.error} />
      {operation.running && (
        <div className="ui-row">
          <ProgressBar
            label="Compare float and int8"
            done={operation.progress?.done ?? 0}
            total={operation.progress?.total ?? 0}
            text={operation.progress ? `layer ${operation.progress.done} of ${operation.progress.total}` : 'windows'}
          />
          <Button size="small" onPress={operation.cancel}>
            Cancel
          </Button>
        </div>
      )}
      {open && report && <Report report={report} />}
    </Details>
  )
}

interface Wanted {
  open: boolean
  modelHash: string
  split: Split
}

/** Asked for once a model; what is shown is always of the model in use. */
function useReport(
  { run }: Pick<UsedOperation<'quantize/report'>, 'run'>,
  { open, modelHash, split }: Wanted,
): QuantizeReport | null {
  const [report, setReport] = useState<QuantizeReport | null>(null)
  const asked = useRef('')
  const key = `${modelHash} ${split}`
  useEffect(() => {
    if (!open || asked.current === key) return
    asked.current = key
    void run({ split }).then((answer) => answer && setReport(answer))
  }, [open, key, split, run])
  return report?.modelHash === modelHash ? report : null
}

function Report({ report }: { report: QuantizeReport }) {
  const { windows, agree, costliest, layers, worst } = report
  const differing = windows - agree
  return (
    <div className="ui-stack">
      <p>
        Float and int8 agree on {formatCount(agree)} of {formatCount(windows)} windows.{' '}
        {costliest === null ? 'No layer alone changes anything.' : `The layer “${costliest}” alone changes most.`}
      </p>
      <Table
        caption="Layers of the network, in the order of computation"
        keyOf={(layer: LayerReport) => layer.name}
        rows={layers}
        columns={[
          { title: 'Layer', kind: 'head', render: ({ name }) => `${name}${name === costliest ? ' (costs most)' : ''}` },
          { title: 'Range', kind: 'number', render: ({ low, high }) => `${threeDigits(low)} … ${threeDigits(high)}` },
          { title: 'Clipped', kind: 'number', render: ({ clippedShare }) => share(clippedShare) },
          { title: 'Signal to noise', kind: 'number', render: ({ snrDb }) => decibels(snrDb) },
          { title: 'Answers changed alone', kind: 'number', render: ({ cost }) => share(cost.answersChanged) },
          { title: 'Noisiest channels', render: noisyChannels },
        ]}
      />
      {worst.length > 0 && <WorstWindows windows={worst} layers={layers} differing={differing} />}
    </div>
  )
}

interface WorstProps {
  windows: readonly Window[]
  layers: readonly LayerReport[]
  differing: number
}

function WorstWindows({ windows, layers, differing }: WorstProps) {
  return (
    <Table
      caption={
        differing === 0
          ? 'Windows whose scores differ most; every answer stays'
          : `Windows that differ most: ${formatCount(differing)} change their answer`
      }
      keyOf={({ sampleId, startMs }) => `${sampleId} ${startMs}`}
      rows={windows}
      columns={[
        {
          title: 'Window',
          kind: 'head',
          render: ({ sampleId, startMs }) => (
            <a href={`#/sample/${sampleId}`}>
              Sample {sampleId}, {formatSeconds(startMs / 1000)}
            </a>
          ),
        },
        { title: 'Float', render: ({ float }) => answer(float) },
        { title: 'int8', render: ({ int8, changed }) => `${changed ? '! ' : ''}${answer(int8)}` },
        { title: 'Largest difference', kind: 'number', render: ({ difference }) => threeDigits(difference) },
        { title: 'Noisiest layer', render: ({ noise }) => layers[largest(noise)]?.name ?? '–' },
      ]}
    />
  )
}

function largest(values: readonly number[]): number {
  return values.indexOf(Math.max(...values))
}

function answer({ label, score }: Window['float']): string {
  return `${label} ${threeDigits(score)}`
}

/** Few, but not none, must not read as none. */
function share(value: number): string {
  return value > 0 && value < 0.005 ? '< 1 %' : formatPercent(value)
}

function decibels(snrDb: number | null): string {
  return snrDb === null ? 'no noise' : `${snrDb.toFixed(1)} dB`
}

function noisyChannels({ worstChannels }: LayerReport): string {
  const shown = worstChannels.slice(0, 3).filter(({ snrDb }) => snrDb !== null)
  return shown.length === 0 ? '–' : shown.map(({ channel, snrDb }) => `${channel} (${decibels(snrDb)})`).join(', ')
}
