/** `train` and `test` of an impulse without a network: it learns what is usual, and tells what is not. */
import { isNetworkBlock } from '../../shared/model/impulse.ts'
import type { Split } from '../../shared/model/sample.ts'
import { bytesText, type OutputOptions, printResult } from './output.ts'
import type { CliSession } from './session.ts'

export async function learnsOnlyUsual({ call }: CliSession): Promise<boolean> {
  const { impulse } = await call('impulse/get', {})
  return impulse !== null && !impulse.learn.some(isNetworkBlock)
}

export async function trainUsual({ call }: CliSession, options: OutputOptions): Promise<void> {
  const result = await call('anomaly/train', {})
  printResult(options, { epochs: 0, trainMs: result.ms, ...result }, [
    `Learned what is usual from ${result.windows} windows in ${result.ms.toFixed(0)} ms: ${result.parts} parts.`,
    `Looks at ${result.features.join(', ')}.`,
    `Above ${result.threshold.toPrecision(3)} a window is an ANOMALY. ${bytesText(result.flashBytes)} of numbers.`,
  ])
}

export async function testUsual({ call }: CliSession, options: OutputOptions & { split: Split }): Promise<void> {
  const { sampleId, scores, threshold } = await call('anomaly/scores', { split: options.split })
  const labels = new Map((await call('samples/list', {})).map(({ id, label }) => [id, label ?? '']))
  const rows = [...sampleId.keys()]
  const labelOf = (row: number): string => labels.get(sampleId[row]!) ?? ''
  const perLabel = [...new Set(rows.map(labelOf))].toSorted().map((label) => {
    const own = rows.filter((row) => labelOf(row) === label)
    return { label, windows: own.length, strange: own.filter((row) => scores[row]! > threshold).length }
  })
  const strange = perLabel.reduce((sum, one) => sum + one.strange, 0)
  const samples = new Set(sampleId).size
  printResult(options, { windows: rows.length, samples, anomaly: { threshold, windows: strange, perLabel } }, [
    `${strange} of ${rows.length} windows are an ANOMALY, ${samples} samples, ${options.split}.`,
    ...perLabel.map((one) => `  ${one.label}: ${one.strange} of ${one.windows}`),
  ])
}
