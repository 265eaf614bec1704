/** Convolution without activation: the values under the window as rows, times the filters. */
import { padded, type Place, type Product } from '../kernels.ts'
import { sampleStride, windowInput } from '../shape.ts'
import type { Window } from '../window.ts'
import type { LayerSetting, RunningLayer } from './layer.ts'
import { matrixTensor, vectorTensor, type Tensor } from './tensor.ts'

/** Rows are made for as many samples at a time as fit into about this many floats, so that they stay in the cache. */
const ROW_FLOATS = 65_536

export interface ConvolutionOptions extends LayerSetting {
  window: Window
  filters: number
}

interface Room {
  weights: Tensor
  bias: Tensor
  output: Place
  inputGradient: Place
  rows: Place
  /** `[filters, padded taps]`: the filters for the way back. */
  byFilter: Place
}

interface Sizes {
  /** Values under the window. */
  taps: number
  positions: number
  /** Samples whose rows are in memory at once. */
  block: number
  inputStride: number
  outputStride: number
  /** The image is its own rows: one pixel under the window, each after the other, without a gap. */
  direct: boolean
}

function isDirect(window: Window): boolean {
  const { kernelHeight, kernelWidth, strideHeight, strideWidth, channels } = window
  return kernelHeight * kernelWidth * strideHeight * strideWidth === 1 && channels === padded(channels)
}

function sizesOf({ window, filters, capacity }: ConvolutionOptions): Sizes {
  const taps = window.kernelHeight * window.kernelWidth * window.channels
  const positions = window.outHeight * window.outWidth
  const direct = isDirect(window)
  const fitting = Math.max(1, Math.floor(ROW_FLOATS / (positions * padded(taps))))
  return {
    taps,
    positions,
    direct,
    block: direct ? capacity : Math.min(capacity, fitting),
    inputStride: sampleStride(windowInput(window)),
    outputStride: positions * padded(filters),
  }
}

function roomOf(options: ConvolutionOptions, sizes: Sizes): Room {
  const { kernels, capacity, filters, learns, needsInputGradient } = options
  return {
    weights: matrixTensor({ kernels, learns }, filters, sizes.taps),
    bias: vectorTensor({ kernels, learns }, filters),
    output: kernels.allocate(capacity * sizes.outputStride),
    inputGradient: needsInputGradient ? kernels.allocate(capacity * sizes.inputStride) : 0,
    rows: sizes.direct ? 0 : kernels.allocate(sizes.block * sizes.positions * padded(sizes.taps)),
    byFilter: needsInputGradient ? kernels.allocate(filters * padded(sizes.taps)) : 0,
  }
}

export function convolutionLayer(options: ConvolutionOptions): RunningLayer {
  const { kernels, filters, needsInputGradient } = options
  const sizes = sizesOf(options)
  const room = roomOf(options, sizes)
  const convolving: Convolving = { options, room, sizes, columns: padded(filters) }
  let input: Place = 0
  return {
    tensors: { weights: room.weights, bias: room.bias },
    forward(given, { rows: samples }) {
      input = given
      eachBlock(sizes, samples, (block) => kernels.matmul(forwardProduct(convolving, input, block)))
      return room.output
    },
    backward(gradient, { rows: samples }) {
      eachBlock(sizes, samples, (block) => kernels.matmul(weightsGradient(convolving, { input, gradient }, block)))
      const from = { from: gradient, rows: samples * sizes.positions, columns: convolving.columns }
      kernels.columnSums({ out: room.bias.gradient, ...from })
      return needsInputGradient ? inputGradient(convolving, gradient, samples) : 0
    },
  }
}

interface Convolving {
  options: ConvolutionOptions
  room: Room
  sizes: Sizes
  columns: number
}

interface Block {
  first: number
  samples: number
}

function eachBlock(sizes: Sizes, samples: number, work: (block: Block) => void): void {
  for (let first = 0; first < samples; first += sizes.block)
    work({ first, samples: Math.min(sizes.block, samples - first) })
}

/** Makes the rows of a block and says where they are. */
function rowsOf({ options, room, sizes }: Convolving, input: Place, { first, samples }: Block): Place {
  const image = input + first * sizes.inputStride
  if (sizes.direct) return image
  options.kernels.windowsToRows({ rows: room.rows, image, window: options.window, samples })
  return room.rows
}

function forwardProduct(convolving: Convolving, input: Place, block: Block): Product {
  const { room, sizes, columns } = convolving
  return {
    out: room.output + block.first * sizes.outputStride,
    left: rowsOf(convolving, input, block),
    right: room.weights.values,
    bias: room.bias.values,
    rows: block.samples * sizes.positions,
    inner: sizes.taps,
    columns,
    leftRowStride: padded(sizes.taps),
    leftInnerStride: 1,
  }
}

/** Rows transposed times gradient; later blocks go on with the sums of the earlier ones. */
function weightsGradient(
  convolving: Convolving,
  { input, gradient }: { input: Place; gradient: Place },
  block: Block,
): Product {
  const { room, sizes, columns } = convolving
  return {
    out: room.weights.gradient,
    left: rowsOf(convolving, input, block),
    right: gradient + block.first * sizes.outputStride,
    bias: 0,
    rows: sizes.taps,
    inner: block.samples * sizes.positions,
    columns,
    leftRowStride: 1,
    leftInnerStride: padded(sizes.taps),
    goesOn: block.first > 0,
  }
}

/** ∂loss/∂image: the gradient of every row, added to where the row came from. */
function inputGradient(convolving: Convolving, gradient: Place, rows: number): Place {
  const { options, room, sizes } = convolving
  const { kernels, window } = options
  transposeFilters(options, room, sizes)
  if (!sizes.direct) kernels.floats().fill(0, room.inputGradient, room.inputGradient + rows * sizes.inputStride)
  eachBlock(sizes, rows, (block) => {
    const image = room.inputGradient + block.first * sizes.inputStride
    const out = sizes.direct ? image : room.rows
    kernels.matmul(rowsGradient(convolving, { ...block, out, gradient }))
    if (!sizes.direct) kernels.addRowsToWindows({ rows: out, image, window, samples: block.samples })
  })
  return room.inputGradient
}

function transposeFilters({ kernels, filters }: ConvolutionOptions, room: Room, { taps }: Sizes): void {
  kernels.transpose({
    out: room.byFilter,
    from: room.weights.values,
    rows: taps,
    columns: filters,
    fromStride: padded(filters),
    outStride: padded(taps),
  })
}

interface RowsBlock extends Block {
  out: Place
  gradient: Place
}

function rowsGradient({ options, room, sizes, columns }: Convolving, block: RowsBlock): Product {
  return {
    out: block.out,
    left: block.gradient + block.first * sizes.outputStride,
    right: room.byFilter,
    bias: 0,
    rows: block.samples * sizes.positions,
    inner: options.filters,
    columns: padded(sizes.taps),
    leftRowStride: columns,
    leftInnerStride: 1,
  }
}
