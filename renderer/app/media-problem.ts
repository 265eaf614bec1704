/** Why a page cannot use the microphone or the camera, and what to do. */
import { toAppError } from './use-operation.ts'

export function mediaProblem(error: unknown, device: 'microphone' | 'camera'): string {
  const name = error instanceof DOMException ? error.name : ''
  if (name === 'NotAllowedError') return `The ${device} may not be used. Allow it for this page, then connect it again.`
  if (name === 'NotFoundError') return `This computer has no ${device}. Plug one in, then connect it again.`
  if (name === 'NotReadableError') return `Another program holds the ${device}. Close it, then connect it again.`
  const { message: said, hint } = toAppError(error)
  return `${said} ${hint}`
}
