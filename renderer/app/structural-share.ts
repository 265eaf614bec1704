/** Keeps the parts of the old value that did not change, so that what looks at them is not drawn again. */
function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

function isList(value: unknown): value is unknown[] {
  return Array.isArray(value)
}

/** `next` with every equal part replaced by the one of `before`; `next` itself is changed, so it must be a fresh value. */
export function share<T>(before: unknown, next: T): T {
  return adopt(before, next) ? before : next
}

function adopt<T>(before: unknown, next: T): before is T {
  if (Object.is(before, next)) return true
  if (isList(before) && isList(next)) {
    let same = before.length === next.length
    for (const [index, item] of next.entries()) {
      if (adopt(before[index], item)) next[index] = before[index]
      else same = false
    }
    return same
  }
  return isRecord(before) && isRecord(next) && adoptEntries(before, next)
}

function adoptEntries(before: Record<string, unknown>, next: Record<string, unknown>): boolean {
  let same = Object.keys(before).length === Object.keys(next).length
  for (const [key, value] of Object.entries(next)) {
    if (Object.hasOwn(before, key) && adopt(before[key], value)) next[key] = before[key]
    else same = false
  }
  return same
}
