/** How real numbers become int8 and back. */

/** real = scale · (q − zeroPoint). The scale is the float32 value that the .tflite file holds. */
export interface Quantization {
  scale: number
  zeroPoint: number
}

/** `double` (default) as TensorFlow Lite Micro and CMSIS-NN; `single` as LiteRT on a computer. */
export type Rounding = 'double' | 'single'

export function sameQuantization(a: Quantization, b: Quantization): boolean {
  return a.scale === b.scale && a.zeroPoint === b.zeroPoint
}
