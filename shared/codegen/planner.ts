/** Places tensors that live at different times into one arena. */

export interface ArenaTensor {
  bytes: number
  /** First and last step (operator number) at which the content must be there. */
  firstUse: number
  lastUse: number
}

export interface ArenaPlan {
  /** One a tensor, multiples of the alignment. */
  offsets: number[]
  arenaBytes: number
  /** No plan can be smaller: the most that lives at one step. */
  lowerBoundBytes: number
}

interface Placed {
  tensor: ArenaTensor
  offset: number
  end: number
}

function roundUp(value: number, alignment: number): number {
  return Math.ceil(value / alignment) * alignment
}

function overlapInTime(a: ArenaTensor, b: ArenaTensor): boolean {
  return a.firstUse <= b.lastUse && b.firstUse <= a.lastUse
}

/** The lowest gap between the neighbours in time that holds the tensor. */
function lowestGap(neighbours: Placed[], bytes: number): number {
  let offset = 0
  for (const neighbour of neighbours) {
    if (neighbour.offset - offset >= bytes) return offset
    offset = Math.max(offset, neighbour.end)
  }
  return offset
}

function lowerBound(tensors: ArenaTensor[], sizes: number[]): number {
  const change = new Map<number, number>()
  tensors.forEach(({ firstUse, lastUse }, index) => {
    const size = sizes[index] ?? 0
    change.set(firstUse, (change.get(firstUse) ?? 0) + size)
    change.set(lastUse + 1, (change.get(lastUse + 1) ?? 0) - size)
  })
  let live = 0
  let most = 0
  for (const [, delta] of [...change].sort(([a], [b]) => a - b)) {
    live += delta
    most = Math.max(most, live)
  }
  return most
}

/** Keeps the list sorted; a linear search costs no more than the filter above it. */
function insertByOffset(placed: Placed[], entry: Placed): void {
  let at = placed.length
  while (at > 0 && placed[at - 1]!.offset > entry.offset) at -= 1
  placed.splice(at, 0, entry)
}

interface Request {
  tensors: ArenaTensor[]
  sizes: number[]
}

/** Each tensor in the given order at the lowest place that is free while it lives. */
function placeInOrder({ tensors, sizes }: Request, order: number[]): { offsets: number[]; arenaBytes: number } {
  const offsets = tensors.map(() => 0)
  const placed: Placed[] = []
  for (const index of order) {
    const tensor = tensors[index]!
    const size = sizes[index]!
    const neighbours = placed.filter((other) => overlapInTime(other.tensor, tensor))
    const offset = lowestGap(neighbours, size)
    offsets[index] = offset
    insertByOffset(placed, { tensor, offset, end: offset + size })
  }
  return { offsets, arenaBytes: placed.reduce((most, { end }) => Math.max(most, end), 0) }
}

function orderBySize(sizes: number[]): number[] {
  return sizes.map((_, index) => index).sort((a, b) => (sizes[b] ?? 0) - (sizes[a] ?? 0) || a - b)
}

/**
 * Greedy by size: the biggest tensor first, each at the lowest place that is free while it lives.
 * A chain of layers becomes the usual ping-pong of two buffers.
 */
export function planArena(tensors: ArenaTensor[], alignment = 4): ArenaPlan {
  const sizes = tensors.map((tensor) => roundUp(tensor.bytes, alignment))
  const plan = placeInOrder({ tensors, sizes }, orderBySize(sizes))
  return { ...plan, lowerBoundBytes: lowerBound(tensors, sizes) }
}

/** Limits of the search below: a try costs the square of the tensors, so a network of 30 layers gets all of them. */
const SEARCH_TRIES = 3000
const SEARCH_WORK = 2e7

/**
 * Searches for the order in which the same rule needs the least: swaps two tensors, keeps what is not worse, and
 * stops at the lower bound. The swaps come from a fixed sequence, so the same graph always gets the same plan.
 */
export function planArenaTightly(tensors: ArenaTensor[], alignment = 4): ArenaPlan {
  const sizes = tensors.map((tensor) => roundUp(tensor.bytes, alignment))
  const request = { tensors, sizes }
  const lowerBoundBytes = lowerBound(tensors, sizes)
  let order = orderBySize(sizes)
  let best = placeInOrder(request, order)
  const tries = Math.min(SEARCH_TRIES, Math.floor(SEARCH_WORK / Math.max(1, tensors.length) ** 2))
  let state = 1
  const draw = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * tensors.length)
  }
  for (let attempt = 0; attempt < tries && best.arenaBytes > lowerBoundBytes; attempt++) {
    const [from, to] = [draw(), draw()]
    const changed = order.toSpliced(from, 1).toSpliced(to, 0, order[from]!)
    const plan = placeInOrder(request, changed)
    if (plan.arenaBytes > best.arenaBytes) continue
    best = plan
    order = changed
  }
  return { ...best, lowerBoundBytes }
}
