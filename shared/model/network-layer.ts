/**
 * Hidden layers of a network. Names, defaults and shapes are those of Keras. Time series have the shape
 * `[steps, channels]`, images `[height, width, channels]`; `from` and `with` are indices of layers in the list, −1 is
 * the input.
 */
import { z } from 'zod'

const sizeSchema = z.number().int().positive().max(65_536)
const pairSchema = z.tuple([sizeSchema, sizeSchema])
const paddingSchema = z.enum(['same', 'valid'])
const countSchema = z.number().int().nonnegative().max(65_536)
const fromSchema = z.number().int().min(-1).optional()
const withSchema = z.array(z.number().int().min(-1)).min(1)

export const activationSchema = z.enum(['linear', 'relu', 'relu6', 'leaky-relu', 'sigmoid', 'tanh'])

const activation = activationSchema.default('linear')

/** Fields that every layer has. */
const linked = { from: fromSchema }
const sliding2d = {
  kernelSize: pairSchema,
  strides: pairSchema.default([1, 1]),
  padding: paddingSchema.default('valid'),
}
const sliding1d = {
  kernelSize: sizeSchema,
  strides: sizeSchema.default(1),
  padding: paddingSchema.default('valid'),
}

export const networkLayerSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('dense'), units: sizeSchema, activation: activationSchema.default('relu'), ...linked }),
  z.object({ type: z.literal('dropout'), rate: z.number().min(0).lt(1), ...linked }),
  z.object({ type: z.literal('reshape'), shape: z.array(sizeSchema).min(1).max(3), ...linked }),
  z.object({ type: z.literal('flatten'), ...linked }),
  z.object({ type: z.literal('conv1d'), filters: sizeSchema, ...sliding1d, activation, ...linked }),
  z.object({ type: z.literal('conv2d'), filters: sizeSchema, ...sliding2d, activation, ...linked }),
  z.object({ type: z.literal('depthwise-conv2d'), ...sliding2d, activation, ...linked }),
  z.object({ type: z.literal('separable-conv2d'), filters: sizeSchema, ...sliding2d, activation, ...linked }),
  z.object({
    type: z.enum(['max-pool1d', 'average-pool1d']),
    poolSize: sizeSchema.default(2),
    /** The pool size where absent. */
    strides: sizeSchema.optional(),
    padding: paddingSchema.default('valid'),
    ...linked,
  }),
  z.object({
    type: z.enum(['max-pool2d', 'average-pool2d']),
    poolSize: pairSchema.default([2, 2]),
    strides: pairSchema.optional(),
    padding: paddingSchema.default('valid'),
    ...linked,
  }),
  z.object({ type: z.enum(['global-max-pool', 'global-average-pool']), ...linked }),
  z.object({
    type: z.literal('zero-padding'),
    top: countSchema,
    bottom: countSchema,
    left: countSchema,
    right: countSchema,
    ...linked,
  }),
  z.object({
    type: z.literal('batch-norm'),
    momentum: z.number().min(0).lt(1).default(0.9),
    epsilon: z.number().positive().max(1).default(1e-3),
    activation,
    ...linked,
  }),
  z.object({ type: z.literal('add'), with: withSchema, activation, ...linked }),
  z.object({ type: z.literal('concat'), with: withSchema, ...linked }),
])
export type NetworkLayer = z.infer<typeof networkLayerSchema>
