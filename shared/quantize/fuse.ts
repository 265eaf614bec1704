/**
 * Operators that need not run: those that nobody reads, those that give what they take, and activations that the
 * operator before them, or a pool after them, can do as its own clamp. The output bytes stay equal.
 */
import { clampName } from './clamps.ts'
import { INT8_MAX, INT8_MIN } from './fixed-point.ts'
import { sameQuantization } from './quantization.ts'
import type { CopyOperation, LookupOperation, TensorGraph, TensorOperation, TensorStep } from './tensor-graph.ts'

type Clamped = Extract<TensorOperation, { activationMin: number }>

function isClamped(operation: TensorOperation | undefined): operation is Clamped {
  return operation !== undefined && 'activationMin' in operation
}

/** Byte after byte, from the first to the last. */
function copiesAll({ sizes, inputStart, inputSteps, outputStart, outputSteps }: CopyOperation, bytes: number): boolean {
  if (inputStart !== 0 || outputStart !== 0) return false
  let step = 1
  for (let dimension = sizes.length - 1; dimension >= 0; dimension--) {
    const size = sizes[dimension]!
    if (size !== 1 && (inputSteps[dimension] !== step || outputSteps[dimension] !== step)) return false
    step *= size
  }
  return step === bytes
}

/** A lookup's answers where it only cuts between two values; nothing where it does more or where rounding matters. */
function clampOfLookup({ double, single }: LookupOperation, low: number, high: number): [number, number] | undefined {
  const answer = (value: number): number => double[value - INT8_MIN]!
  const [least, most] = [answer(low), answer(high)]
  for (let value = low; value <= high; value++) {
    const cut = Math.min(Math.max(value, least), most)
    if (answer(value) !== cut || single[value - INT8_MIN] !== cut) return undefined
  }
  return [least, most]
}

/** Far above any microcontroller's model: a hostile file with more is left as it is. */
const MAX_STEPS = 2000

class Fusion {
  readonly #graph: TensorGraph
  #steps: TensorStep[]

  constructor(graph: TensorGraph) {
    this.#graph = graph
    this.#steps = graph.steps
    this.#dropUnread()
  }

  run(): TensorStep[] {
    let before: TensorStep[] | undefined
    while (before !== this.#steps) {
      before = this.#steps
      // A step that another one changed meanwhile gets its turn in the next round.
      for (const step of before) if (this.#steps.includes(step) && !this.#leaveOut(step)) this.#fuse(step)
    }
    this.#dropUnread()
    return this.#steps
  }

  #tensor(index: number): TensorGraph['tensors'][number] {
    return this.#graph.tensors[index]!
  }

  #isFixed(tensor: number): boolean {
    const { inputs, outputs } = this.#graph
    return inputs.includes(tensor) || outputs.includes(tensor)
  }

  #writers(tensor: number): TensorStep[] {
    return this.#steps.filter(({ output }) => output === tensor)
  }

  #readers(tensor: number): TensorStep[] {
    return this.#steps.filter(({ inputs }) => inputs.includes(tensor))
  }

  #dropUnread(): void {
    const read = new Set(this.#graph.outputs)
    this.#steps = this.#steps
      .toReversed()
      .filter(({ inputs, output }) => {
        if (!read.has(output)) return false
        for (const input of inputs) read.add(input)
        return true
      })
      .toReversed()
  }

  /** Takes the step out; another's output takes the place of its own, or the other way round. */
  #leaveOut(step: TensorStep): boolean {
    const [input = -1, ...others] = step.inputs
    if (input < 0 || others.length > 0 || !this.#givesInput(step, input)) return false
    const { output } = step
    const rest = this.#steps.filter((one) => one.output !== output)
    if (!this.#graph.outputs.includes(output)) {
      const from = (index: number): number => (index === output ? input : index)
      this.#steps = rest.map((one) => (one.inputs.includes(output) ? { ...one, inputs: one.inputs.map(from) } : one))
      return true
    }
    const [before, after] = [this.#tensor(input), this.#tensor(output)]
    if (before.constant || this.#isFixed(input) || before.shape.join() !== after.shape.join()) return false
    const to = (index: number): number => (index === input ? output : index)
    this.#steps = rest.map((one) => {
      if (one.output !== input && !one.inputs.includes(input)) return one
      return { ...one, inputs: one.inputs.map(to), output: to(one.output) }
    })
    return true
  }

  /** Every byte of the output is the input's byte at the same place. */
  #givesInput({ operation, output }: TensorStep, input: number): boolean {
    const { bytes } = this.#tensor(output)
    if (this.#tensor(input).bytes !== bytes) return false
    if (operation.type === 'copy') {
      return copiesAll(operation, bytes) && this.#writers(output).at(-1)?.operation === operation
    }
    if (operation.type === 'lookup') return clampOfLookup(operation, INT8_MIN, INT8_MAX)?.join() === '-128,127'
    if (operation.type !== 'max-pool' && operation.type !== 'average-pool') return false
    const { kernelHeight, kernelWidth, paddingTop, paddingLeft } = operation.window
    const cuts = operation.activationMin > INT8_MIN || operation.activationMax < INT8_MAX
    return !cuts && kernelHeight * kernelWidth === 1 && paddingTop + paddingLeft === 0
  }

  #fuse(step: TensorStep): void {
    const [input = -1] = step.inputs
    if (step.operation.type !== 'lookup' || this.#readers(input).length > 1) return
    const { quantization } = this.#tensor(step.output)
    const given = this.#tensor(input).quantization
    if (!quantization || !given || !sameQuantization(given, quantization)) return
    if (!this.#fuseIntoWriter(step, step.operation)) this.#fuseIntoPool(step, step.operation)
  }

  #cut<T extends Clamped>(operation: T, range: [number, number] | undefined, output: number): T | undefined {
    const { quantization } = this.#tensor(output)
    if (!range || !quantization) return undefined
    const [activationMin, activationMax] = range
    // A clamp without a name could not be written to a file.
    if (!clampName({ activationMin, activationMax }, quantization)) return undefined
    return { ...operation, activationMin, activationMax }
  }

  #fuseIntoWriter(step: TensorStep, lookup: LookupOperation): boolean {
    const [input = -1] = step.inputs
    const [writer, ...more] = this.#writers(input)
    const { operation } = writer ?? {}
    if (!writer || more.length > 0 || this.#isFixed(input) || !isClamped(operation)) return false
    const { activationMin, activationMax } = operation
    const cut = this.#cut(operation, clampOfLookup(lookup, activationMin, activationMax), step.output)
    if (!cut) return false
    const fused = { ...writer, operation: cut, output: step.output }
    this.#steps = this.#steps.filter((one) => one !== step).map((one) => (one === writer ? fused : one))
    return true
  }

  /** The greatest of cut values is the greatest value, cut. */
  #fuseIntoPool(step: TensorStep, lookup: LookupOperation): void {
    const [reader, ...more] = this.#readers(step.output)
    const { operation } = reader ?? {}
    if (!reader || more.length > 0 || this.#isFixed(step.output) || operation?.type !== 'max-pool') return
    const range = clampOfLookup(lookup, INT8_MIN, INT8_MAX)
    const within = (value: number): number =>
      Math.min(Math.max(value, operation.activationMin), operation.activationMax)
    const cut = this.#cut(operation, range && [within(range[0]), within(range[1])], reader.output)
    if (!cut) return
    const fused = { ...reader, operation: cut, inputs: step.inputs }
    this.#steps = this.#steps.filter((one) => one !== step).map((one) => (one === reader ? fused : one))
  }
}

/** The same answers for every input with fewer operators; constants that nobody reads are gone. */
export function fuseOperators(graph: TensorGraph): TensorGraph {
  if (graph.steps.length > MAX_STEPS) return graph
  const steps = new Fusion(graph).run()
  if (steps.length === graph.steps.length) return graph
  const read = new Set(steps.flatMap(({ inputs }) => inputs))
  const tensors = graph.tensors.map((tensor, index) => {
    if (!tensor.constant || read.has(index)) return tensor
    const { constant: _constant, ...empty } = tensor
    return empty
  })
  return { ...graph, tensors, steps }
}
