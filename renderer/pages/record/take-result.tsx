/** What came of the recording that just ended. */
import type { Output } from '../../../shared/contract/operations.ts'
import { Alert } from '../../components/alert.tsx'
import { Button } from '../../components/button.tsx'
import { threeDigits } from '../../plots/quantities.ts'

export type RecordOutput = Output<'record/start'>

interface Props {
  result: RecordOutput
  /** Of a camera. */
  pictures: boolean
  onKeep: () => void
  onAgain: () => void
}

export function TakeResult({ result, pictures, onKeep, onAgain }: Props) {
  const { health, takes, sampleIds, lost, seconds } = result
  if (pictures && health.ok)
    return <Alert kind="ready">{takes === 1 ? 'Good picture.' : `${takes} good pictures.`}</Alert>
  if (health.ok && lost === 0) {
    const what = takes === 1 ? `Good take: ${seconds.toFixed(1)} s` : `${takes} good takes of ${seconds.toFixed(1)} s`
    return (
      <Alert kind="ready">
        {what}, {threeDigits(result.rateHz)} readings a second, no gaps.
        {sampleIds.length > takes && ` It became ${sampleIds.length} samples.`}
      </Alert>
    )
  }
  const buttons = (
    <>
      <Button onPress={onKeep}>Keep, marked</Button>
      <Button onPress={onAgain}>Record again</Button>
    </>
  )
  const sentence = health.findings[0]?.sentence ?? `${lost} readings are missing.`
  return (
    <Alert kind="problem" action={buttons}>
      {sentence} {pictures && takes > 1 ? 'Keep these pictures?' : pictures ? 'Keep this picture?' : 'Keep this take?'}
    </Alert>
  )
}
