/** C source of the anomaly detector beside an exported network. */
import { partsOf } from '../runtime/anomaly-params.ts'
import { cFloat, cTable } from './c-text.ts'
import { anomalyScratchFloats, type PackAnomaly } from './pack-anomaly.ts'

/** For `impulse.h`. */
export function anomalyDeclarations(anomaly: PackAnomaly | null): string[] {
  if (!anomaly) return []
  return [
    '/* How unlike anything seen in training the window of the last tml_classify was; above the threshold it is an anomaly,',
    ' * whatever the scores say. */',
    '#define TML_HAS_ANOMALY 1',
    `#define TML_ANOMALY_THRESHOLD ${cFloat(anomaly.threshold)}`,
    'float tml_anomaly(void);',
  ]
}

/** For `impulse.c`: the detector, and the answer it gave last. */
export function anomalyConstants(anomaly: PackAnomaly | null): string[] {
  if (!anomaly) return []
  const { params } = anomaly
  const table = (name: string, values: Float32Array): string => cTable('float', name, Array.from(values, cFloat))
  const tables = [
    cTable('int32_t', 'anomaly_places', Array.from(params.places, String)),
    table('anomaly_mean', params.mean),
    table('anomaly_scale', params.scale),
    table('anomaly_centers', params.centers),
    table('anomaly_spread', params.spread),
    ...(params.peak.length > 0 ? [table('anomaly_peak', params.peak)] : []),
  ]
  const fields = [
    params.kind === 'mixture' ? 'TML_ANOMALY_MIXTURE' : 'TML_ANOMALY_CLUSTERS',
    params.places.length,
    'anomaly_places',
    'anomaly_mean',
    'anomaly_scale',
    partsOf(params),
    'anomaly_centers',
    'anomaly_spread',
    params.peak.length > 0 ? 'anomaly_peak' : '0',
  ]
  return [
    tables.join(''),
    `static const tml_anomaly_params anomaly_params = {\n  ${fields.join(', ')}\n};`,
    `static float anomaly_scratch[${anomalyScratchFloats(params)}];`,
    'static float anomaly_score;',
    '',
    'float tml_anomaly(void) { return anomaly_score; }',
    '',
  ]
}

/** For `tml_classify`, while the features are as the blocks made them. */
export function anomalyCall(anomaly: PackAnomaly | null): string[] {
  return anomaly ? ['  anomaly_score = tml_anomaly_score(&anomaly_params, features, anomaly_scratch);'] : []
}
