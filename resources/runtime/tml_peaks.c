#include "tml_peaks.h"
#include "tml_column.h"
#include "tml_filter.h"
#include "tml_math.h"
#include "tml_statistics.h"
#include "tml_status.h"

int tml_peaks_check(const tml_peaks_params *p, const tml_signal *signal) {
  if (!tml_signal_fits(signal) || !tml_is_finite(p->scale)) return TML_BAD_PARAMETER;
  if (!(p->rate_hz > 0.0f) || !tml_is_finite(p->rate_hz)) return TML_BAD_PARAMETER;
  return p->prominence > 0.0f && p->prominence <= 1000.0f ? TML_OK : TML_BAD_PARAMETER;
}

int32_t tml_peaks_feature_count(const tml_peaks_params *p, const tml_signal *signal) {
  (void)p;
  return signal->axes * TML_PEAKS_FEATURES;
}

int32_t tml_peaks_scratch_floats(const tml_peaks_params *p, const tml_signal *signal) {
  (void)p;
  return signal->rows;
}

/* Where the search stands: it climbs after a rise by `least`, and is on its way down after a fall by as much. */
typedef struct {
  const float *values;
  int32_t count, at, highest, climbs;
  float lowest, least;
} peak_search;

static peak_search search_of(const float *values, int32_t count, float least) {
  peak_search s;
  s.values = values;
  s.count = count;
  s.at = 0;
  s.highest = 0;
  s.climbs = 0;
  s.lowest = values[0];
  s.least = least;
  return s;
}

/* Place of the next peak, or -1. */
static int32_t next_peak(peak_search *s) {
  while (s->at < s->count) {
    int32_t at = s->at++;
    float value = s->values[at];
    if (!s->climbs) {
      if (value < s->lowest) s->lowest = value;
      if (value - s->lowest >= s->least) {
        s->climbs = 1;
        s->highest = at;
      }
    } else if (value > s->values[s->highest]) {
      s->highest = at;
    } else if (s->values[s->highest] - value >= s->least) {
      s->climbs = 0;
      s->lowest = value;
      return s->highest;
    }
  }
  return -1;
}

/* Of the gaps between neighbouring peaks, in readings. */
static float gap_deviation(const float *values, int32_t count, float least, int32_t peaks, float mean) {
  peak_search s = search_of(values, count, least);
  int32_t before = next_peak(&s), place;
  float squares = 0.0f;
  for (place = next_peak(&s); place >= 0; place = next_peak(&s)) {
    float rest = (float)(place - before) - mean;
    squares += rest * rest;
    before = place;
  }
  return tml_sqrtf(tml_flush(squares / (float)(peaks - 1)));
}

static void one_axis(const tml_peaks_params *p, const float *values, int32_t count, float *features) {
  float deviation = tml_moments_of(values, count).deviation, least = p->prominence * deviation, mean_gap = 0.0f;
  float heights = 0.0f, highest = 0.0f;
  int32_t peaks = 0, first = 0, last = 0, place, i;
  peak_search s = search_of(values, count, least);
  for (i = 0; i < TML_PEAKS_FEATURES; i++) features[i] = 0.0f;
  if (!(deviation > 0.0f)) return;
  for (place = next_peak(&s); place >= 0; place = next_peak(&s)) {
    if (peaks == 0) first = place;
    if (peaks == 0 || values[place] > highest) highest = values[place];
    heights += values[place];
    last = place;
    peaks += 1;
  }
  if (peaks == 0) return;
  features[0] = (float)peaks * p->rate_hz / (float)count;
  features[1] = tml_flush(heights / (float)peaks);
  features[2] = highest;
  if (peaks == 1) return;
  mean_gap = (float)(last - first) / (float)(peaks - 1);
  features[3] = mean_gap / p->rate_hz;
  features[4] = gap_deviation(values, count, least, peaks, mean_gap) / p->rate_hz;
}

void tml_peaks(const tml_peaks_params *p, const tml_signal *signal, float *features, float *scratch) {
  int32_t index;
  for (index = 0; index < signal->axes; index++) {
    tml_column(signal, index, p->scale, scratch);
    tml_subtract_mean(scratch, signal->rows);
    one_axis(p, scratch, signal->rows, features);
    features += TML_PEAKS_FEATURES;
  }
}
