/** Operations as calls of the runtime's kernels: their parameters in the order of the C structs. */
import type { Kernel, KernelField } from '../runtime/kernel-call.ts'
import type {
  AddOperation,
  BroadcastShape,
  ConvolutionOperation,
  CopyOperation,
  FixedScale,
  FullyConnectedOperation,
  LstmOperation,
  MultiplyOperation,
  ReduceOperation,
  TensorOperation,
  WindowGeometry,
} from '../quantize/tensor-graph.ts'

const ROUNDING: KernelField = { name: 'single_rounding', rounding: true }

function integer(name: string, value: number): KernelField {
  return { name, integer: value }
}

function clamp(range: { activationMin: number; activationMax: number }): KernelField[] {
  return [integer('activation_min', range.activationMin), integer('activation_max', range.activationMax)]
}

function windowField(w: WindowGeometry): KernelField {
  const sizes = [w.inputHeight, w.inputWidth, w.inputChannels, w.outputHeight, w.outputWidth, w.outputChannels]
  const taps = [w.kernelHeight, w.kernelWidth, w.strideHeight, w.strideWidth, w.dilationHeight, w.dilationWidth]
  return { name: 'window', integers: [...sizes, ...taps, w.paddingTop, w.paddingLeft] }
}

function weightedFields(operation: ConvolutionOperation | FullyConnectedOperation): {
  tables: KernelField[]
  offsets: KernelField[]
} {
  const { weights, bias, multipliers, shifts } = operation
  const tables: KernelField[] = [
    { name: 'weights', table: weights },
    { name: 'bias', table: bias },
    { name: 'multipliers', table: multipliers },
    { name: 'shifts', table: shifts },
  ]
  const { inputOffset, outputOffset } = operation
  const offsets = [integer('input_offset', inputOffset), integer('output_offset', outputOffset), ...clamp(operation)]
  return { tables, offsets: [...offsets, ROUNDING] }
}

function convolution(operation: ConvolutionOperation): Kernel {
  const { tables, offsets } = weightedFields(operation)
  return {
    function: operation.type === 'conv-2d' ? 'tml_conv_s8' : 'tml_depthwise_conv_s8',
    struct: 'tml_conv_params',
    header: 'tml_conv.h',
    fields: [windowField(operation.window), integer('depth', operation.depth), ...tables, ...offsets],
  }
}

function fullyConnected(operation: FullyConnectedOperation): Kernel {
  const { tables, offsets } = weightedFields(operation)
  const sizes = [integer('inputs', operation.inputs), integer('outputs', operation.outputs)]
  const perChannel = integer('per_channel', Number(operation.multipliers.length > 1))
  return {
    function: 'tml_fully_connected_s8',
    struct: 'tml_fully_connected_params',
    header: 'tml_nn.h',
    fields: [...sizes, ...tables, perChannel, ...offsets],
  }
}

function elementwise(name: string, struct: string, fields: KernelField[]): Kernel {
  return { function: `tml_${name}`, struct: `tml_${struct}_params`, header: 'tml_elementwise.h', fields }
}

function broadcast(shape: BroadcastShape): KernelField {
  return { name: 'shape', integers: [...shape.sizes, ...shape.leftSteps, ...shape.rightSteps] }
}

function add({ shape, left, right, output, ...range }: AddOperation): Kernel {
  return elementwise('add_s8', 'add', [
    broadcast(shape),
    integer('left_offset', left.offset),
    integer('left_multiplier', left.multiplier),
    integer('left_shift', left.shift),
    integer('right_offset', right.offset),
    integer('right_multiplier', right.multiplier),
    integer('right_shift', right.shift),
    integer('right_sign', right.sign),
    integer('output_offset', output.offset),
    integer('output_multiplier', output.multiplier),
    integer('output_shift', output.shift),
    ...clamp(range),
    ROUNDING,
  ])
}

function multiply(operation: MultiplyOperation): Kernel {
  return elementwise('mul_s8', 'mul', [
    broadcast(operation.shape),
    integer('left_offset', operation.leftOffset),
    integer('right_offset', operation.rightOffset),
    integer('output_offset', operation.outputOffset),
    integer('multiplier', operation.scale.multiplier),
    integer('shift', operation.scale.shift),
    ...clamp(operation),
    ROUNDING,
  ])
}

function copy(operation: CopyOperation): Kernel {
  return {
    function: 'tml_copy_s8',
    struct: 'tml_copy_params',
    header: 'tml_move.h',
    fields: [
      { name: 'sizes', integers: operation.sizes },
      integer('input_start', operation.inputStart),
      { name: 'input_steps', integers: operation.inputSteps },
      integer('output_start', operation.outputStart),
      { name: 'output_steps', integers: operation.outputSteps },
    ],
  }
}

function reduce(operation: ReduceOperation): Kernel {
  return {
    function: 'tml_reduce_s8',
    struct: 'tml_reduce_params',
    header: 'tml_move.h',
    fields: [
      { name: 'kept_sizes', integers: operation.keptSizes },
      { name: 'kept_steps', integers: operation.keptSteps },
      { name: 'reduced_sizes', integers: operation.reducedSizes },
      { name: 'reduced_steps', integers: operation.reducedSteps },
      integer('sum_offset', operation.sumOffset),
      integer('multiplier', operation.scale.multiplier),
      integer('shift', operation.scale.shift),
      integer('output_offset', operation.outputOffset),
      ROUNDING,
    ],
  }
}

function lstm(operation: LstmOperation): Kernel {
  const scale = (name: string, { multiplier, shift }: FixedScale): KernelField[] => {
    return [integer(`${name}_multiplier`, multiplier), integer(`${name}_shift`, shift)]
  }
  return {
    function: 'tml_lstm_s8',
    struct: 'tml_lstm_params',
    header: 'tml_lstm.h',
    fields: [
      integer('steps', operation.steps),
      integer('inputs', operation.inputs),
      integer('units', operation.units),
      { name: 'input_weights', table: operation.inputWeights },
      { name: 'recurrent_weights', table: operation.recurrentWeights },
      { name: 'bias', table: operation.bias },
      { name: 'gate_scales', table: operation.gateScales },
      { name: 'sigmoid', table: operation.sigmoid },
      integer('input_offset', operation.inputOffset),
      integer('output_zero_point', operation.outputZeroPoint),
      ...scale('forget', operation.forget),
      ...scale('update', operation.update),
      ...scale('output', operation.output),
      integer('cell_limit', operation.cellLimit),
      integer('cell_shift', operation.cellShift),
      ROUNDING,
    ],
  }
}

export function kernelOf(operation: TensorOperation): Kernel {
  switch (operation.type) {
    case 'conv-2d':
    case 'depthwise-conv-2d':
      return convolution(operation)
    case 'fully-connected':
      return fullyConnected(operation)
    case 'max-pool':
    case 'average-pool':
      return {
        function: operation.type === 'max-pool' ? 'tml_max_pool_s8' : 'tml_average_pool_s8',
        struct: 'tml_pool_params',
        header: 'tml_pool.h',
        fields: [windowField(operation.window), ...clamp(operation)],
      }
    case 'add':
      return add(operation)
    case 'multiply':
      return multiply(operation)
    case 'lookup': {
      const { count, double, single } = operation
      return elementwise('lookup_s8', 'lookup', [integer('count', count), { name: 'table', double, single }])
    }
    case 'softmax':
      return elementwise('softmax_rows_s8', 'softmax_rows', [
        integer('rows', operation.rows),
        integer('size', operation.size),
        integer('input_multiplier', operation.inputMultiplier),
        integer('input_left_shift', operation.inputLeftShift),
        integer('diff_min', operation.diffMin),
      ])
    case 'quantize':
    case 'dequantize':
      return elementwise(`${operation.type}_tensor`, 'scale', [
        integer('count', operation.count),
        { name: 'scale', float: operation.scale },
        integer('zero_point', operation.zeroPoint),
      ])
    case 'copy':
      return copy(operation)
    case 'fill':
      return {
        function: 'tml_fill_s8',
        struct: 'tml_fill_params',
        header: 'tml_move.h',
        fields: [integer('count', operation.count), integer('value', operation.value)],
      }
    case 'reduce':
      return reduce(operation)
    case 'lstm':
      return lstm(operation)
  }
}
