/** Starts, begins, relabels and stops recordings with the settings of the page. */
import { useState } from 'react'
import type { ImageSize } from '../../../shared/model/input-block.ts'
import { useOperation } from '../../app/use-operation.ts'
import { today, triggerOf, type UsedRecordSettings } from './record-settings.ts'
import type { RecordOutput } from './take-result.tsx'

interface Options {
  settings: UsedRecordSettings
  /** Those of the takes that follow the plan; null takes the chosen label. */
  labels: readonly string[] | null
  /** Of the pictures, where the camera is connected. */
  pictureSize: ImageSize | undefined
}

export function useRecorder({ settings, labels, pictureSize }: Options) {
  const record = useOperation('record/start')
  const stopping = useOperation('record/stop')
  const beginning = useOperation('record/trigger')
  const labelling = useOperation('record/label')
  const [result, setResult] = useState<RecordOutput | null>(null)

  async function run(): Promise<void> {
    setResult(null)
    const { label, untilStopped, seconds, takes, countdownSeconds, restSeconds, forTesting, sitting } = settings
    settings.change({ sittingDay: today() })
    const output = await record.run({
      label,
      seconds: untilStopped ? null : seconds,
      takes,
      ...(labels && labels.length > 0 ? { labels: [...labels] } : {}),
      countdownMs: Math.round(countdownSeconds * 1000),
      restMs: Math.round(restSeconds * 1000),
      trigger: pictureSize && settings.trigger !== 'key' ? { by: 'none' } : triggerOf(settings),
      split: forTesting ? 'test' : 'train',
      ...(pictureSize ? { picture: { width: pictureSize.width, height: pictureSize.height } } : {}),
      sitting: { who: sitting.who.trim(), where: sitting.where.trim(), board: sitting.board.trim() },
    })
    setResult(output)
  }
  return {
    start: () => void run(),
    stop: () => void stopping.run({}),
    begin: () => void beginning.run({}),
    switchLabel: (label: string) => void labelling.run({ label }),
    result,
    setResult,
    error: record.error ?? stopping.error ?? beginning.error ?? labelling.error,
  }
}
