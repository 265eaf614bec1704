/** How takes are recorded; remembered per project. */
import { useLayout } from '../../app/layout.ts'

export interface RecordSettings {
  label: string
  typed: string[]
  seconds: number
  takes: number
  countdownSeconds: number
  restSeconds: number
  forTesting: boolean
  session: string
}

export interface UsedRecordSettings extends RecordSettings {
  change: (changes: Partial<RecordSettings>) => void
}

export function useRecordSettings(): UsedRecordSettings {
  const [label, setLabel] = useLayout('record/label', '')
  const [typed, setTyped] = useLayout('record/typed', '')
  const [seconds, setSeconds] = useLayout('record/seconds', 2)
  const [takes, setTakes] = useLayout('record/takes', 1)
  const [countdownSeconds, setCountdown] = useLayout('record/countdown', 3)
  const [restSeconds, setRest] = useLayout('record/rest', 1)
  const [forTesting, setForTesting] = useLayout('record/for-testing', false)
  const [session, setSession] = useLayout('record/session', '')
  function change(changes: Partial<RecordSettings>): void {
    if (changes.label !== undefined) setLabel(changes.label)
    if (changes.typed !== undefined) setTyped(changes.typed.join('\n'))
    if (changes.seconds !== undefined) setSeconds(changes.seconds)
    if (changes.takes !== undefined) setTakes(changes.takes)
    if (changes.countdownSeconds !== undefined) setCountdown(changes.countdownSeconds)
    if (changes.restSeconds !== undefined) setRest(changes.restSeconds)
    if (changes.forTesting !== undefined) setForTesting(changes.forTesting)
    if (changes.session !== undefined) setSession(changes.session)
  }
  return {
    label,
    typed: typed === '' ? [] : typed.split('\n'),
    seconds,
    takes,
    countdownSeconds,
    restSeconds,
    forTesting,
    session,
    change,
  }
}

/** Why these settings cannot be recorded with, or undefined. The fields say the range themselves. */
export function settingsProblem(settings: RecordSettings): string | undefined {
  if (settings.label === '') return 'Choose a label first.'
  const { seconds, takes, countdownSeconds, restSeconds } = settings
  if (!(seconds >= 0.1 && seconds <= 3600)) return 'Use a length of 0.1 to 3,600 s.'
  if (!(Number.isInteger(takes) && takes >= 1 && takes <= 1000)) return 'Use 1 to 1,000 takes.'
  if (!(countdownSeconds >= 0 && countdownSeconds <= 10)) return 'Use a countdown of 0 to 10 s.'
  if (!(restSeconds >= 0 && restSeconds <= 60)) return 'Use a rest of 0 to 60 s.'
  return undefined
}
