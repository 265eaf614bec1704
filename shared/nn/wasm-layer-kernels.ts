/** Calls of the compiled kernels behind convolution, pooling, batch normalisation and activations. */
import type { Kernels } from './kernels.ts'
import type { Window } from './window.ts'

type Call = (name: string) => (...values: number[]) => number

/** The codes of kernels/activations.c. */
const ACTIVATION_CODES = { relu6: 1, 'leaky-relu': 2, sigmoid: 3, tanh: 4 } as const

/** In the order of WINDOW_PARAMETERS. */
function windowArguments(samples: number, w: Window): number[] {
  const { height, width, channels, outHeight, outWidth, kernelHeight, kernelWidth, strideHeight, strideWidth } = w
  const sizes = [samples, height, width, channels, outHeight, outWidth, kernelHeight, kernelWidth]
  return [...sizes, strideHeight, strideWidth, w.top, w.left]
}

type Convolutions = 'windowsToRows' | 'addRowsToWindows' | 'depthwise' | 'depthwiseBackward'

export function convolutionKernels(call: Call): Pick<Kernels, Convolutions> {
  const windowsToRows = call('windows_to_rows')
  const addRowsToWindows = call('add_rows_to_windows')
  const depthwise = call('depthwise')
  const depthwiseBackward = call('depthwise_backward')
  return {
    windowsToRows: (r) => windowsToRows(r.rows * 4, r.image * 4, ...windowArguments(r.samples, r.window)),
    addRowsToWindows: (r) => addRowsToWindows(r.image * 4, r.rows * 4, ...windowArguments(r.samples, r.window)),
    depthwise: (d) =>
      depthwise(d.out * 4, d.image * 4, d.weights * 4, d.bias * 4, ...windowArguments(d.samples, d.window)),
    depthwiseBackward: (d) =>
      depthwiseBackward(
        d.weightsGradient * 4,
        d.imageGradient * 4,
        d.gradient * 4,
        d.image * 4,
        d.weights * 4,
        ...windowArguments(d.samples, d.window),
      ),
  }
}

export function poolingKernels(
  call: Call,
): Pick<Kernels, 'maxPool' | 'maxPoolBackward' | 'averagePool' | 'averagePoolBackward'> {
  const maxPool = call('max_pool')
  const maxPoolBackward = call('max_pool_backward')
  const averagePool = call('average_pool')
  const averagePoolBackward = call('average_pool_backward')
  return {
    maxPool: (p) => maxPool(p.out * 4, p.chosen * 4, p.image * 4, ...windowArguments(p.samples, p.window)),
    maxPoolBackward: (p) => maxPoolBackward(p.imageGradient * 4, p.gradient * 4, p.chosen * 4, p.length),
    averagePool: (p) => averagePool(p.out * 4, p.image * 4, ...windowArguments(p.samples, p.window)),
    averagePoolBackward: (p) =>
      averagePoolBackward(p.imageGradient * 4, p.gradient * 4, ...windowArguments(p.samples, p.window)),
  }
}

export function normalizationKernels(
  call: Call,
): Pick<Kernels, 'channelMoments' | 'normalize' | 'normalizeSums' | 'normalizeBackward'> {
  const moments = call('channel_moments')
  const normalize = call('normalize')
  const sums = call('normalize_sums')
  const backward = call('normalize_backward')
  return {
    channelMoments: (m) => moments(m.mean * 4, m.variance * 4, m.values * 4, m.pixels, m.stride),
    normalize: (n) => normalize(n.out * 4, n.values * 4, n.mean * 4, n.scale * 4, n.shift * 4, n.pixels, n.stride),
    normalizeSums: (n) =>
      sums(
        n.scaleGradient * 4,
        n.shiftGradient * 4,
        n.gradient * 4,
        n.values * 4,
        n.mean * 4,
        n.inverse * 4,
        n.pixels,
        n.stride,
      ),
    normalizeBackward: (n) =>
      backward(
        n.out * 4,
        n.gradient * 4,
        n.values * 4,
        n.mean * 4,
        n.inverse * 4,
        n.scale * 4,
        n.scaleGradient * 4,
        n.shiftGradient * 4,
        n.pixels,
        n.stride,
      ),
  }
}

export function shapingKernels(call: Call): Pick<Kernels, 'activate' | 'activateBackward' | 'copyBlocks' | 'repack'> {
  const activate = call('activate')
  const activateBackward = call('activate_backward')
  const copyBlocks = call('copy_blocks')
  const repack = call('repack')
  return {
    activate: (a) => activate(a.values * 4, a.length, ACTIVATION_CODES[a.kind], a.leak),
    activateBackward: (a) =>
      activateBackward(a.gradient * 4, a.outputs * 4, a.length, ACTIVATION_CODES[a.kind], a.leak),
    copyBlocks: (c) =>
      copyBlocks(
        c.out * 4,
        c.from * 4,
        c.outer,
        c.inner,
        c.length,
        c.outOuterStride,
        c.outInnerStride,
        c.fromOuterStride,
        c.fromInnerStride,
      ),
    repack: (r) => repack(r.out * 4, r.from * 4, r.samples, r.length, r.fromChannels, r.outChannels),
  }
}
