/** How takes are recorded; remembered per project. */
import type { RecordingTrigger, Sitting } from '../../../shared/model/recording.ts'
import { useLayout } from '../../app/layout.ts'

export type TriggerKind = RecordingTrigger['by']
const TRIGGERS: readonly TriggerKind[] = ['none', 'key', 'level', 'board']

export interface RecordSettings {
  label: string
  typed: string[]
  untilStopped: boolean
  seconds: number
  takes: number
  countdownSeconds: number
  restSeconds: number
  /** Of a camera: `96x96`; empty takes the first that is offered. */
  pictureSize: string
  forTesting: boolean
  followPlan: boolean
  trigger: TriggerKind
  /** Empty: movement of all axes together. */
  triggerAxis: string
  triggerLevel: number
  preRollSeconds: number
  sitting: Sitting
  /** The day on which the sitting was last told. */
  sittingDay: string
}

export interface UsedRecordSettings extends RecordSettings {
  change: (changes: Partial<RecordSettings>) => void
}

export function useRecordSettings(): UsedRecordSettings {
  const [label, setLabel] = useLayout('record/label', '')
  const [typed, setTyped] = useLayout('record/typed', '')
  const [untilStopped, setUntilStopped] = useLayout('record/until-stopped', false)
  const [seconds, setSeconds] = useLayout('record/seconds', 2)
  const [takes, setTakes] = useLayout('record/takes', 1)
  const [countdownSeconds, setCountdown] = useLayout('record/countdown', 3)
  const [restSeconds, setRest] = useLayout('record/rest', 1)
  const [pictureSize, setPictureSize] = useLayout('record/picture-size', '')
  const [forTesting, setForTesting] = useLayout('record/for-testing', false)
  const [followPlan, setFollowPlan] = useLayout('record/follow-plan', false)
  const trigger = useTriggerSettings()
  const sitting = useSittingSettings()
  function change(changes: Partial<RecordSettings>): void {
    if (changes.label !== undefined) setLabel(changes.label)
    if (changes.typed !== undefined) setTyped(changes.typed.join('\n'))
    if (changes.untilStopped !== undefined) setUntilStopped(changes.untilStopped)
    if (changes.seconds !== undefined) setSeconds(changes.seconds)
    if (changes.takes !== undefined) setTakes(changes.takes)
    if (changes.countdownSeconds !== undefined) setCountdown(changes.countdownSeconds)
    if (changes.restSeconds !== undefined) setRest(changes.restSeconds)
    if (changes.pictureSize !== undefined) setPictureSize(changes.pictureSize)
    if (changes.forTesting !== undefined) setForTesting(changes.forTesting)
    if (changes.followPlan !== undefined) setFollowPlan(changes.followPlan)
    trigger.change(changes)
    sitting.change(changes)
  }
  return {
    label,
    typed: typed === '' ? [] : typed.split('\n'),
    untilStopped,
    seconds,
    takes,
    countdownSeconds,
    restSeconds,
    pictureSize,
    forTesting,
    followPlan,
    ...trigger.settings,
    ...sitting.settings,
    change,
  }
}

function useTriggerSettings() {
  const [kind, setKind] = useLayout('record/trigger', 'none')
  const [triggerAxis, setAxis] = useLayout('record/trigger-axis', '')
  const [triggerLevel, setLevel] = useLayout('record/trigger-level', 5)
  const [preRollSeconds, setPreRoll] = useLayout('record/pre-roll', 0.2)
  const trigger = TRIGGERS.find((one) => one === kind) ?? 'none'
  return {
    settings: { trigger, triggerAxis, triggerLevel, preRollSeconds },
    change(changes: Partial<RecordSettings>): void {
      if (changes.trigger !== undefined) setKind(changes.trigger)
      if (changes.triggerAxis !== undefined) setAxis(changes.triggerAxis)
      if (changes.triggerLevel !== undefined) setLevel(changes.triggerLevel)
      if (changes.preRollSeconds !== undefined) setPreRoll(changes.preRollSeconds)
    },
  }
}

function useSittingSettings() {
  const [who, setWho] = useLayout('record/who', '')
  const [where, setWhere] = useLayout('record/where', '')
  const [board, setBoard] = useLayout('record/board', '')
  const [sittingDay, setDay] = useLayout('record/sitting-day', '')
  return {
    settings: { sitting: { who, where, board }, sittingDay },
    change({ sitting, sittingDay: day }: Partial<RecordSettings>): void {
      if (sitting !== undefined) {
        setWho(sitting.who)
        setWhere(sitting.where)
        setBoard(sitting.board)
      }
      if (day !== undefined) setDay(day)
    },
  }
}

export function triggerOf(settings: RecordSettings): RecordingTrigger {
  const { trigger: by, triggerAxis, triggerLevel: level, preRollSeconds } = settings
  if (by !== 'level') return { by }
  return { by, axis: triggerAxis === '' ? null : triggerAxis, level, preRollMs: Math.round(preRollSeconds * 1000) }
}

export function sittingText({ who, where, board }: Sitting): string {
  return [who, where, board].filter((part) => part.trim() !== '').join(', ')
}

/** A sitting lasts a day at most. */
export function today(): string {
  return new Date().toISOString().slice(0, 10)
}

/** Why these settings cannot be recorded with, or undefined. The fields say the range themselves. */
export function settingsProblem(settings: RecordSettings): string | undefined {
  if (settings.label === '') return 'Choose a label first.'
  const { untilStopped, seconds, takes, countdownSeconds, restSeconds, trigger } = settings
  if (!untilStopped && !(seconds >= 0.1 && seconds <= 3600)) return 'Use a length of 0.1 to 3,600 s.'
  if (!(Number.isInteger(takes) && takes >= 1 && takes <= 1000)) return 'Use 1 to 1,000 takes.'
  if (!(countdownSeconds >= 0 && countdownSeconds <= 10)) return 'Use a countdown of 0 to 10 s.'
  if (!(restSeconds >= 0 && restSeconds <= 60)) return 'Use a rest of 0 to 60 s.'
  if (trigger === 'level' && !(settings.preRollSeconds >= 0 && settings.preRollSeconds <= 5)) {
    return 'Keep 0 to 5 s from before.'
  }
  return undefined
}
