/** What an impulse looks at: a window of a signal, or a picture. Field names are those of Edge Impulse. */
import { z } from 'zod'

export const timeSeriesInputSchema = z.object({
  kind: z.literal('time-series'),
  windowSizeMs: z.number().positive().max(600_000),
  windowIncreaseMs: z.number().positive().max(600_000),
  /** Stride used when testing and live; the training stride where absent. */
  classificationWindowIncreaseMs: z.number().positive().max(600_000).optional(),
  /** Rate that every sample is brought to, in readings a second. */
  frequencyHz: z.number().positive().max(1_000_000),
  /** Fill samples shorter than the window with zeros; otherwise they are left out. */
  padZeros: z.boolean(),
  /** Axes used, by name and in this order. */
  axes: z.array(z.string()).min(1),
})
export type TimeSeriesInput = z.infer<typeof timeSeriesInputSchema>

export const RESIZE_MODES = ['squash', 'fit-short', 'fit-long', 'crop'] as const
export const RESIZE_METHODS = ['lanczos3', 'nearest'] as const
export const CROP_ANCHORS = [
  'top-left',
  'top-center',
  'top-right',
  'middle-left',
  'middle-center',
  'middle-right',
  'bottom-left',
  'bottom-center',
  'bottom-right',
] as const

/** Axes of a colour picture; a grey one has the single axis `grey`. */
export const COLOR_AXES = ['r', 'g', 'b'] as const
export const GREY_AXIS = 'grey'

function isPictureAxes(axes: readonly string[]): boolean {
  const names = axes.join()
  return names === GREY_AXIS || names === COLOR_AXES.join()
}

const sideSchema = z.number().int().min(1).max(1024)

export const imageInputSchema = z.object({
  kind: z.literal('image'),
  imageWidth: sideSchema,
  imageHeight: sideSchema,
  /** How a picture of another shape is brought to this one. */
  resizeMode: z.enum(RESIZE_MODES),
  resizeMethod: z.enum(RESIZE_METHODS),
  /** The place that stays where something is cut off. */
  cropAnchor: z.enum(CROP_ANCHORS),
  /** `r`, `g`, `b`, or `grey` alone. */
  axes: z.array(z.string()).refine(isPictureAxes, 'a picture has the axes r, g, b, or grey alone'),
})
export type ImageInput = z.infer<typeof imageInputSchema>

export const inputBlockSchema = z.discriminatedUnion('kind', [timeSeriesInputSchema, imageInputSchema])
export type InputBlock = z.infer<typeof inputBlockSchema>

/** Width and height of a picture in pixels. */
export const imageSizeSchema = z.object({ width: z.number().int().positive(), height: z.number().int().positive() })
export type ImageSize = z.infer<typeof imageSizeSchema>
