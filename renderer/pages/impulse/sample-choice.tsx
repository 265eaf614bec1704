/** One of the project's own signals, with the window drawn over it. */
import { useMemo, useState } from 'react'
import type { SignalData } from '../../../shared/dsp/windows.ts'
import type { Impulse } from '../../../shared/model/impulse.ts'
import type { Sample } from '../../../shared/model/sample.ts'
import { useLayout } from '../../app/layout.ts'
import { useQuery } from '../../app/use-query.ts'
import { ErrorAlert } from '../../components/alert.tsx'
import { formatCount } from '../../components/format.ts'
import { Select } from '../../components/select.tsx'
import { signalSeconds } from '../../plots/decimate.ts'
import { PicturePlot } from '../../plots/picture-plot.tsx'
import { SignalPlot } from '../../plots/signal-plot.tsx'

export interface ChosenWindow {
  sample: Sample | null
  startMs: number
  choose: (id: number) => void
  move: (startMs: number) => void
}

/** The sample and window looked at; the same one on the page of the impulse and of its blocks. */
export function useChosenWindow(samples: readonly Sample[]): ChosenWindow {
  const [id, choose] = useLayout('impulse/sample', 0)
  const [start, setStart] = useState({ id: 0, startMs: 0 })
  const sample = samples.find((one) => one.id === id) ?? samples[0] ?? null
  return {
    sample,
    startMs: sample && start.id === sample.id ? start.startMs : 0,
    choose,
    move: (startMs) => sample && setStart({ id: sample.id, startMs }),
  }
}

/** A longer list is slow to open, and nobody reads it. */
const OFFERED = 500

function offered(samples: readonly Sample[], chosen: Sample): Sample[] {
  const first = samples.slice(0, OFFERED)
  return first.includes(chosen) ? first : [chosen, ...first]
}

interface Props {
  samples: readonly Sample[]
  chosen: ChosenWindow
  impulse: Impulse
}

export function SampleChoice({ samples, chosen, impulse }: Props) {
  const { sample, startMs, choose, move } = chosen
  const got = useQuery('samples/get', { id: sample?.id ?? 1 }, { enabled: sample !== null })
  const signal = useMemo(() => {
    if (!got.data) return null
    const { axes, rateHz, gaps, image } = got.data.sample
    return { axes, rateHz, gaps, image, values: got.data.values }
  }, [got.data])
  if (!sample) return null
  return (
    <>
      <ErrorAlert error={got.error} />
      <Select
        label="Sample"
        value={String(sample.id)}
        help={samples.length > OFFERED ? `The first ${OFFERED} of ${formatCount(samples.length)} samples.` : undefined}
        options={offered(samples, sample).map((one) => ({
          value: String(one.id),
          label: `${one.name} (${one.label ?? 'no label'})`,
        }))}
        onChange={(value) => choose(Number(value))}
      />
      {signal && <ChosenSignal {...{ sample, signal, impulse, startMs, move }} />}
    </>
  )
}

interface ChosenProps extends Pick<ChosenWindow, 'startMs' | 'move'> {
  sample: Sample
  signal: SignalData
  impulse: Impulse
}

function ChosenSignal({ sample, signal, impulse, startMs, move }: ChosenProps) {
  const { image } = signal
  if (image) {
    const axes = signal.axes.map(({ name }) => name)
    return <PicturePlot title={sample.name} image={image} axes={axes} values={signal.values} label={sample.label} />
  }
  const lengthMs = impulse.input.kind === 'time-series' ? impulse.input.windowSizeMs : 0
  const band = {
    name: `Window, ${lengthMs.toLocaleString('en')} ms`,
    startMs,
    lengthMs,
    lastStartMs: Math.max(0, signalSeconds(signal) * 1000 - lengthMs),
    stepMs: 1000 / signal.rateHz,
    onMove: move,
  }
  return (
    <SignalPlot
      title={sample.name}
      signal={signal}
      label={sample.label}
      laneHeightPx={56}
      {...(lengthMs > 0 ? { band } : {})}
    />
  )
}
