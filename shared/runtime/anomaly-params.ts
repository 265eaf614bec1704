/** An anomaly detector as the C runtime takes it; see resources/runtime/tml_anomaly.h. */

export interface AnomalyParams {
  kind: 'clusters' | 'mixture'
  /** Which of all features it looks at. */
  places: Int32Array
  mean: Float32Array
  scale: Float32Array
  /** `[parts, places]`. */
  centers: Float32Array
  /** Clusters: `[parts]`. Mixture: `[parts, places · (places + 1) / 2]`. */
  spread: Float32Array
  /** Mixture: `[parts]`; empty for clusters. */
  peak: Float32Array
}

export function partsOf({ centers, places }: AnomalyParams): number {
  return centers.length / places.length
}
