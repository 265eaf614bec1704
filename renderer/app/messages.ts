/** The message line and its list. Nothing floats, nothing covers anything, nothing is lost. */
import { create } from 'zustand'

export interface MessageAction {
  label: string
  run: () => void
}

export interface Message {
  id: number
  text: string
  /** Milliseconds since 1970. */
  at: number
  page: string
  times: number
  /** A failure of what the person just did: announced at once. */
  urgent: boolean
  action: MessageAction | null
}

export interface MessageOptions {
  urgent?: boolean
  action?: MessageAction
}

const KEPT = 500

export const useMessages = create<{ list: readonly Message[] }>(() => ({ list: [] }))

/** The list with one more message, newest first; the same text again only counts up. */
export function withMessage(list: readonly Message[], next: Omit<Message, 'id' | 'times'>): Message[] {
  const [latest, ...older] = list
  if (latest?.text === next.text) return [{ ...latest, ...next, times: latest.times + 1 }, ...older]
  return [{ ...next, id: (latest?.id ?? 0) + 1, times: 1 }, ...list].slice(0, KEPT)
}

/** Says something in the status bar's message line: "Deleted 3 samples." with the action "Undo". */
export function message(text: string, { urgent = false, action }: MessageOptions = {}): void {
  const page = location.hash.replace(/^#\//, '')
  useMessages.setState(({ list }) => ({
    list: withMessage(list, { text, urgent, page, at: Date.now(), action: action ?? null }),
  }))
}
