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
  const { kernels, window, filters, needsInputGradient } = options
  const sizes = sizesOf(options)
  const room = roomOf(options, sizes)
  const columns = padded(filters)
  let input: Place = 0

  function eachBlock(samples: number, work: (first: number, count: number) => void): void {
    for (let first = 0; first < samples; first += sizes.block) work(first, Math.min(sizes.block, samples - first))
  }

  /** Where the rows of a block are. */
  function rowsOf(first: number, samples: number): Place {
    const image = input + first * sizes.inputStride
    if (sizes.direct) return image
    kernels.windowsToRows({ rows: room.rows, image, window, samples })
    return room.rows
  }

  function forwardBlock(first: number, samples: number): void {
    kernels.matmul({
      out: room.output + first * sizes.outputStride,
      left: rowsOf(first, samples),
      right: room.weights.values,
      bias: room.bias.values,
      rows: samples * sizes.positions,
      inner: sizes.taps,
      columns,
      leftRowStride: padded(sizes.taps),
      leftInnerStride: 1,
    })
  }

  return {
    tensors: { weights: room.weights, bias: room.bias },
    forward(given, pass) {
      input = given
      eachBlock(pass.rows, forwardBlock)
      return room.output
    },
    backward(gradient, pass) {
      eachBlock(pass.rows, (first, samples) => {
        const rows = rowsOf(first, samples)
        kernels.matmul(weightsGradient({ room, sizes, columns }, { rows, gradient, first, samples }))
      })
      const from = { from: gradient, rows: pass.rows * sizes.positions, columns }
      kernels.columnSums({ out: room.bias.gradient, ...from })
      if (!needsInputGradient) return 0
      transposeFilters(options, room, sizes)
      if (!sizes.direct)
        kernels.floats().fill(0, room.inputGradient, room.inputGradient + pass.rows * sizes.inputStride)
      eachBlock(pass.rows, (first, samples) => {
        const image = room.inputGradient + first * sizes.inputStride
        const rows = sizes.direct ? image : room.rows
        kernels.matmul(rowsGradient({ room, sizes, columns }, { rows, filters, gradient, first, samples }))
        if (!sizes.direct) kernels.addRowsToWindows({ rows, image, window, samples })
      })
      return room.inputGradient
    },
  }
}

interface Convolving {
  room: Room
  sizes: Sizes
  columns: number
}

interface Block {
  /** Where the rows of the block are or shall be. */
  rows: Place
  gradient: Place
  first: number
  samples: number
}

/** Rows transposed times gradient; later blocks go on with the sums of the earlier ones. */
function weightsGradient({ room, sizes, columns }: Convolving, block: Block): Product {
  const { rows, gradient, first, samples } = block
  return {
    out: room.weights.gradient,
    left: rows,
    right: gradient + first * sizes.outputStride,
    bias: 0,
    rows: sizes.taps,
    inner: samples * sizes.positions,
    columns,
    leftRowStride: 1,
    leftInnerStride: padded(sizes.taps),
    goesOn: first > 0,
  }
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
  filters: number
}

function rowsGradient({ room, sizes, columns }: Convolving, block: RowsBlock): Product {
  return {
    out: block.rows,
    left: block.gradient + block.first * sizes.outputStride,
    right: room.byFilter,
    bias: 0,
    rows: block.samples * sizes.positions,
    inner: block.filters,
    columns: padded(sizes.taps),
    leftRowStride: columns,
    leftInnerStride: 1,
  }
}
