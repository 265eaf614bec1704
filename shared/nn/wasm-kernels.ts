/** The kernels of `kernels/*.c`, compiled to WebAssembly with 128-bit vectors. */
import { bumpAllocator, outOfMemory } from './bump-allocator.ts'
import type { Kernels, Place } from './kernels.ts'
import { convolutionKernels, normalizationKernels, poolingKernels, shapingKernels } from './wasm-layer-kernels.ts'

const PAGE_BYTES = 65_536

/** Arguments in the order of the C functions; a place becomes an address times four. */
type NumberFunction = (...values: number[]) => number

function isNumberFunction(value: unknown): value is NumberFunction {
  return typeof value === 'function'
}

interface WasmModule {
  memory: WebAssembly.Memory
  call(name: string): NumberFunction
}

function instantiate(wasm: Uint8Array): WasmModule {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(wasm))
  const memory = exports['memory']
  if (!(memory instanceof WebAssembly.Memory)) throw new Error('training.wasm exports no memory')
  return {
    memory,
    call(name) {
      const found = exports[name]
      if (!isNumberFunction(found)) throw new Error(`training.wasm exports no function ${name}`)
      return found
    },
  }
}

type Memory = Pick<Kernels, 'allocate' | 'mark' | 'release' | 'floats' | 'integers' | 'memoryBytes'>

function wasmMemory({ memory, call }: WasmModule): Memory {
  const allocator = bumpAllocator(call('heap_base')() / 4)
  let floats = new Float32Array(memory.buffer)
  let integers = new Int32Array(memory.buffer)

  function growTo(end: Place): void {
    const missing = end * 4 - memory.buffer.byteLength
    if (missing <= 0) return
    try {
      memory.grow(Math.ceil(missing / PAGE_BYTES))
    } catch (cause) {
      throw outOfMemory(end, cause)
    }
    floats = new Float32Array(memory.buffer)
    integers = new Int32Array(memory.buffer)
  }

  return {
    allocate(length) {
      const mark = allocator.mark()
      const { place, end } = allocator.take(length)
      try {
        growTo(end)
      } catch (error) {
        allocator.release(mark)
        throw error
      }
      floats.fill(0, place, end)
      return place
    },
    mark: () => allocator.mark(),
    release: (mark) => allocator.release(mark),
    floats: () => floats,
    integers: () => integers,
    memoryBytes: () => memory.buffer.byteLength,
  }
}

type Call = WasmModule['call']

function linearAlgebra(call: Call): Pick<Kernels, 'matmul' | 'columnSums' | 'transpose' | 'gather'> {
  const matmul = call('matmul')
  const columnSums = call('column_sums')
  const transpose = call('transpose')
  const gather = call('gather')
  return {
    matmul: (p) =>
      matmul(
        p.out * 4,
        p.left * 4,
        p.right * 4,
        p.bias * 4,
        p.rows,
        p.inner,
        p.columns,
        p.leftRowStride,
        p.leftInnerStride,
        p.goesOn ? 1 : 0,
      ),
    columnSums: (s) => columnSums(s.out * 4, s.from * 4, s.rows, s.columns),
    transpose: (t) => transpose(t.out * 4, t.from * 4, t.rows, t.columns, t.fromStride, t.outStride),
    gather: (g) => gather(g.out * 4, g.data * 4, g.indexes * 4, g.rows, g.stride),
  }
}

function elementwise(call: Call): Pick<Kernels, 'relu' | 'reluBackward' | 'multiply' | 'addScaled'> {
  const relu = call('relu')
  const reluBackward = call('relu_backward')
  const multiply = call('multiply')
  const addScaled = call('add_scaled')
  return {
    relu: (values, length) => relu(values * 4, length),
    reluBackward: (gradient, outputs, length) => reluBackward(gradient * 4, outputs * 4, length),
    multiply: (p) => multiply(p.out * 4, p.left * 4, p.right * 4, p.length),
    addScaled: (s) => addScaled(s.out * 4, s.values * 4, s.factor, s.length),
  }
}

function lossKernels(call: Call): Pick<Kernels, 'softmaxCrossEntropy' | 'crossEntropyGradient'> {
  const softmaxCrossEntropy = call('softmax_cross_entropy')
  const gradient = call('cross_entropy_gradient')
  return {
    softmaxCrossEntropy: (s) =>
      softmaxCrossEntropy(s.probabilities * 4, s.losses * 4, s.logits * 4, s.labels * 4, s.rows, s.classes, s.stride),
    crossEntropyGradient: (g) =>
      gradient(g.gradient * 4, g.probabilities * 4, g.labels * 4, g.rowWeights * 4, g.rows, g.stride),
  }
}

function optimizers(call: Call): Pick<Kernels, 'adam' | 'momentum'> {
  const adam = call('adam')
  const momentum = call('momentum')
  return {
    adam: (s) =>
      adam(
        s.values * 4,
        s.gradient * 4,
        s.firstMoment * 4,
        s.secondMoment * 4,
        s.length,
        s.rate,
        s.beta1,
        s.beta2,
        s.correction1,
        s.correction2,
        s.epsilon,
      ),
    momentum: (s) => momentum(s.values * 4, s.gradient * 4, s.velocity * 4, s.length, s.rate, s.momentum),
  }
}

/** The bytes are those of `training.wasm`. Each call makes its own memory. */
export function loadTrainingKernels(wasm: Uint8Array): Kernels {
  const module = instantiate(wasm)
  return {
    name: 'wasm',
    ...wasmMemory(module),
    ...linearAlgebra(module.call),
    ...elementwise(module.call),
    ...lossKernels(module.call),
    ...optimizers(module.call),
    ...convolutionKernels(module.call),
    ...poolingKernels(module.call),
    ...normalizationKernels(module.call),
    ...shapingKernels(module.call),
  }
}
