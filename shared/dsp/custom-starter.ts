/** What a new custom block begins with: small programs that run as they are. */

const typescript = `// Your own features. Change anything, then press Run.
const parameters: Parameter[] = [
  { id: 'threshold', label: 'Threshold', type: 'float', default: 1, min: 0, max: 100, help: 'A step larger than this counts.' },
]

// Called for every window; answers named numbers, or an array of numbers.
function features(window: Window, context: Context): Record<string, number> {
  const found: Record<string, number> = {}
  for (const axis of window.axes) {
    const values = window.axis(axis)
    let energy = 0
    let steps = 0
    for (let i = 0; i < values.length; i++) {
      energy += values[i] * values[i]
      if (i > 0 && Math.abs(values[i] - values[i - 1]) > Number(context.params.threshold)) steps += 1
    }
    found[axis + ' energy'] = energy / values.length
    found[axis + ' steps'] = steps
  }
  return found
}
`

const c = `/* Your own features, in C that also runs on a board. Change anything, then press Run. */
#include "tml_custom.h"

/* parameter: threshold = 1 (0 to 100) A step larger than this counts. */

int32_t custom_feature_count(const tml_signal *window, const float *params) {
  (void)params;
  return 2 * window->axes;
}

/* Called for every window; fills one number for each feature. */
void custom_features(const tml_signal *window, const float *params, float *features) {
  const float threshold = params[0];
  int32_t axis, i;
  for (axis = 0; axis < window->axes; axis++) {
    float energy = 0.0f, steps = 0.0f, last = 0.0f;
    for (i = 0; i < window->rows; i++) {
      const float value = tml_reading(window, i, axis);
      const float step = value > last ? value - last : last - value;
      energy += value * value;
      if (i > 0 && step > threshold) steps += 1.0f;
      last = value;
    }
    features[2 * axis] = energy / (float)window->rows;
    features[2 * axis + 1] = steps;
  }
}
`

export const STARTER_CODE = { typescript, c } as const
