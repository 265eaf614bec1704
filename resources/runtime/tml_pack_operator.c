#include "tml_pack_operator.h"
#include "tml_pack_read.h"
#include <stddef.h>

#define LARGEST_SIZE 32767
#define LARGEST_LAYER 32768
#define MOST_BYTES ((uint64_t)1 << 24)
#define MOST_SUMMED ((uint64_t)1 << 22)

/* Takes the words of a record one after another; `good` falls to 0 with the first impossible one. */
typedef struct {
  const tml_pack *pack;
  uint32_t at;
  int good;
} words;

static int32_t next(words *w) {
  int32_t value = (int32_t)tml_read_u32(w->pack, w->at);
  w->at += 4;
  return value;
}

static int32_t next_within(words *w, int32_t low, int32_t high) {
  int32_t value = next(w);
  if (value >= low && value <= high) return value;
  w->good = 0;
  return low;
}

static const void *next_table(words *w, uint32_t count, uint32_t size) {
  const void *table = tml_section(w->pack, (uint32_t)next(w), count, size);
  if (!table) w->good = 0;
  return table;
}

static void next_all(words *w, int32_t *values, int32_t count, int32_t low, int32_t high) {
  int32_t i;
  for (i = 0; i < count; i++) values[i] = next_within(w, low, high);
}

/* Product of sizes, each 1 or more, as long as it is small enough to be bytes. */
static uint32_t product(words *w, const int32_t *sizes, int32_t count) {
  uint64_t bytes = 1;
  int32_t i;
  for (i = 0; i < count; i++) {
    bytes *= (uint32_t)sizes[i];
    if (bytes > MOST_BYTES) {
      w->good = 0;
      return 0;
    }
  }
  return (uint32_t)bytes;
}

/* Bytes from the first to the last value that steps reach; a negative step must have its room before the start. */
static uint32_t reach(words *w, int32_t start, const int32_t *sizes, const int32_t *steps, int32_t count) {
  int64_t low = start, high = start;
  int32_t i;
  for (i = 0; i < count; i++) {
    int64_t way = (int64_t)(sizes[i] - 1) * steps[i];
    if (way < 0) low += way;
    else high += way;
  }
  if (low < 0 || high >= (int64_t)MOST_BYTES) {
    w->good = 0;
    return 0;
  }
  return (uint32_t)high + 1;
}

static void read_clamp(words *w, int32_t *low, int32_t *high) {
  *low = next_within(w, -128, 127);
  *high = next_within(w, *low, 127);
}

static void read_scale(words *w, int32_t *multiplier, int32_t *shift, int32_t most_shift) {
  *multiplier = next_within(w, 0, INT32_MAX);
  *shift = next_within(w, -31, most_shift);
}

static void read_fully_connected(words *w, tml_operator *op) {
  tml_fully_connected_params *p = &op->as.fully_connected;
  uint32_t outputs, channels;
  p->inputs = next_within(w, 1, LARGEST_LAYER);
  p->outputs = next_within(w, 1, LARGEST_LAYER);
  outputs = (uint32_t)p->outputs;
  channels = tml_read_u32(w->pack, w->at + 16) ? outputs : 1;
  p->weights = (const int8_t *)next_table(w, (uint32_t)p->inputs * outputs, 1);
  p->bias = (const int32_t *)next_table(w, outputs, 4);
  p->multipliers = (const int32_t *)next_table(w, channels, 4);
  p->shifts = (const int32_t *)next_table(w, channels, 4);
  p->per_channel = next(w) != 0;
  p->input_offset = next_within(w, -127, 128);
  p->output_offset = next_within(w, -128, 127);
  read_clamp(w, &p->activation_min, &p->activation_max);
  p->single_rounding = 0;
  op->left_bytes = (uint32_t)p->inputs;
  op->output_bytes = outputs;
}

static void read_window(words *w, tml_window *window, tml_operator *op) {
  int32_t sizes[12];
  next_all(w, sizes, 12, 1, LARGEST_SIZE);
  window->input_height = sizes[0];
  window->input_width = sizes[1];
  window->input_channels = sizes[2];
  window->output_height = sizes[3];
  window->output_width = sizes[4];
  window->output_channels = sizes[5];
  window->kernel_height = sizes[6];
  window->kernel_width = sizes[7];
  window->stride_height = sizes[8];
  window->stride_width = sizes[9];
  window->dilation_height = sizes[10];
  window->dilation_width = sizes[11];
  window->padding_top = next_within(w, 0, LARGEST_SIZE);
  window->padding_left = next_within(w, 0, LARGEST_SIZE);
  op->left_bytes = product(w, sizes, 3);
  op->output_bytes = product(w, sizes + 3, 3);
}

/* Taps that one output sums; the window has been read. */
static int32_t conv_taps(const tml_operator *op) {
  const tml_window *window = &op->as.conv.window;
  int32_t taps = window->kernel_height * window->kernel_width;
  if (taps > LARGEST_LAYER) return LARGEST_LAYER + 1;
  return op->kind == TML_OPERATOR_CONV ? taps * op->as.conv.depth : taps;
}

/* Filters see all channels of their group; a depthwise one sees the channel it belongs to. */
static int channels_fit(const tml_operator *op) {
  const tml_window *window = &op->as.conv.window;
  int32_t depth = op->as.conv.depth;
  if (op->kind == TML_OPERATOR_DEPTHWISE_CONV) return window->output_channels == window->input_channels * depth;
  return window->input_channels % depth == 0 && window->output_channels % (window->input_channels / depth) == 0;
}

static void read_conv(words *w, tml_operator *op) {
  tml_conv_params *p = &op->as.conv;
  uint32_t outputs;
  int32_t taps;
  read_window(w, &p->window, op);
  p->depth = next_within(w, 1, LARGEST_SIZE);
  outputs = (uint32_t)p->window.output_channels;
  taps = conv_taps(op);
  if (taps < 1 || taps > LARGEST_LAYER || !channels_fit(op)) {
    w->good = 0;
    return;
  }
  p->weights = (const int8_t *)next_table(w, (uint32_t)taps * outputs, 1);
  p->bias = (const int32_t *)next_table(w, outputs, 4);
  p->multipliers = (const int32_t *)next_table(w, outputs, 4);
  p->shifts = (const int32_t *)next_table(w, outputs, 4);
  p->input_offset = next_within(w, -127, 128);
  p->output_offset = next_within(w, -128, 127);
  read_clamp(w, &p->activation_min, &p->activation_max);
  p->single_rounding = 0;
}

static void read_pool(words *w, tml_operator *op) {
  tml_pool_params *p = &op->as.pool;
  read_window(w, &p->window, op);
  if (p->window.input_channels != p->window.output_channels) w->good = 0;
  if (p->window.dilation_height != 1 || p->window.dilation_width != 1) w->good = 0;
  read_clamp(w, &p->activation_min, &p->activation_max);
}

static void read_broadcast(words *w, tml_broadcast *shape, tml_operator *op) {
  next_all(w, shape->sizes, 4, 1, (int32_t)MOST_BYTES);
  next_all(w, shape->left_steps, 4, 0, (int32_t)MOST_BYTES);
  next_all(w, shape->right_steps, 4, 0, (int32_t)MOST_BYTES);
  op->left_bytes = reach(w, 0, shape->sizes, shape->left_steps, 4);
  op->right_bytes = reach(w, 0, shape->sizes, shape->right_steps, 4);
  op->output_bytes = product(w, shape->sizes, 4);
}

static void read_add(words *w, tml_operator *op) {
  tml_add_params *p = &op->as.add;
  read_broadcast(w, &p->shape, op);
  p->left_offset = next_within(w, -127, 128);
  /* Above 0 the sum of both could leave 32 bits. */
  read_scale(w, &p->left_multiplier, &p->left_shift, 0);
  p->right_offset = next_within(w, -127, 128);
  read_scale(w, &p->right_multiplier, &p->right_shift, 0);
  p->right_sign = next_within(w, -1, 1);
  p->output_offset = next_within(w, -128, 127);
  read_scale(w, &p->output_multiplier, &p->output_shift, 30);
  read_clamp(w, &p->activation_min, &p->activation_max);
  p->single_rounding = 0;
}

static void read_mul(words *w, tml_operator *op) {
  tml_mul_params *p = &op->as.mul;
  read_broadcast(w, &p->shape, op);
  p->left_offset = next_within(w, -127, 128);
  p->right_offset = next_within(w, -127, 128);
  p->output_offset = next_within(w, -128, 127);
  read_scale(w, &p->multiplier, &p->shift, 30);
  read_clamp(w, &p->activation_min, &p->activation_max);
  p->single_rounding = 0;
}

static void read_softmax(words *w, tml_operator *op) {
  tml_softmax_rows_params *p = &op->as.softmax;
  int32_t sizes[2];
  sizes[0] = p->rows = next_within(w, 1, LARGEST_SIZE);
  sizes[1] = p->size = next_within(w, 1, 4096);
  p->input_multiplier = next_within(w, 0, INT32_MAX);
  p->input_left_shift = next_within(w, 0, 31);
  /* The largest difference, shifted left, must fit 32 bits. */
  p->diff_min = next_within(w, -(INT32_MAX >> p->input_left_shift), 0);
  op->left_bytes = op->output_bytes = product(w, sizes, 2);
}

static void read_lookup(words *w, tml_operator *op) {
  tml_lookup_params *p = &op->as.lookup;
  p->count = next_within(w, 1, (int32_t)MOST_BYTES);
  p->table = (const int8_t *)next_table(w, 256, 1);
  op->left_bytes = op->output_bytes = (uint32_t)p->count;
}

static void read_copy(words *w, tml_operator *op) {
  tml_copy_params *p = &op->as.copy;
  const int32_t most = (int32_t)MOST_BYTES;
  next_all(w, p->sizes, TML_MOVE_DIMENSIONS, 1, most);
  product(w, p->sizes, TML_MOVE_DIMENSIONS);
  p->input_start = next_within(w, 0, most);
  next_all(w, p->input_steps, TML_MOVE_DIMENSIONS, -most, most);
  p->output_start = next_within(w, 0, most);
  next_all(w, p->output_steps, TML_MOVE_DIMENSIONS, -most, most);
  op->left_bytes = reach(w, p->input_start, p->sizes, p->input_steps, TML_MOVE_DIMENSIONS);
  op->output_bytes = reach(w, p->output_start, p->sizes, p->output_steps, TML_MOVE_DIMENSIONS);
}

static void read_fill(words *w, tml_operator *op) {
  tml_fill_params *p = &op->as.fill;
  p->count = next_within(w, 1, (int32_t)MOST_BYTES);
  p->value = next_within(w, -128, 127);
  op->output_bytes = (uint32_t)p->count;
}

static void read_reduce(words *w, tml_operator *op) {
  tml_reduce_params *p = &op->as.reduce;
  const int32_t most = (int32_t)MOST_BYTES, summed = (int32_t)MOST_SUMMED;
  int32_t sizes[8], steps[8], i;
  next_all(w, p->kept_sizes, 4, 1, most);
  next_all(w, p->kept_steps, 4, 0, most);
  next_all(w, p->reduced_sizes, 4, 1, summed);
  next_all(w, p->reduced_steps, 4, 0, most);
  p->sum_offset = next_within(w, -128 * summed, 128 * summed);
  read_scale(w, &p->multiplier, &p->shift, 30);
  p->output_offset = next_within(w, -128, 127);
  p->single_rounding = 0;
  for (i = 0; i < 4; i++) {
    sizes[i] = p->kept_sizes[i];
    steps[i] = p->kept_steps[i];
    sizes[4 + i] = p->reduced_sizes[i];
    steps[4 + i] = p->reduced_steps[i];
  }
  op->left_bytes = reach(w, 0, sizes, steps, 8);
  op->output_bytes = product(w, p->kept_sizes, 4);
  if (product(w, p->reduced_sizes, 4) > MOST_SUMMED) w->good = 0;
}

typedef void (*read_record)(words *w, tml_operator *op);

/* By kind; `count` words behind kind and places. */
static const struct {
  uint32_t count;
  read_record read;
} records[] = {
    {0, NULL},       {11, read_fully_connected}, {5, read_softmax}, {23, read_conv}, {23, read_conv},
    {16, read_pool}, {16, read_pool},            {24, read_add},    {19, read_mul},  {2, read_lookup},
    {17, read_copy}, {2, read_fill},             {20, read_reduce},
};

int tml_read_operator(const tml_pack *pack, uint32_t index, tml_operator *op) {
  uint32_t at = tml_read_u32(pack, tml_read_u32(pack, TML_AT_OPERATORS) + 4 * index);
  words w;
  if (!tml_section(pack, at, 4, 4)) return TML_PACK_BAD_CONTENT;
  op->kind = tml_read_u32(pack, at);
  if (op->kind < 1 || op->kind >= sizeof records / sizeof *records) return TML_PACK_UNSUPPORTED;
  if (!tml_section(pack, at, 4 + records[op->kind].count, 4)) return TML_PACK_BAD_CONTENT;
  op->left = tml_read_u32(pack, at + 4);
  op->right = tml_read_u32(pack, at + 8);
  op->output = tml_read_u32(pack, at + 12);
  op->left_bytes = op->right_bytes = op->output_bytes = 0;
  w.pack = pack;
  w.at = at + 16;
  w.good = 1;
  records[op->kind].read(&w, op);
  return w.good ? TML_OK : TML_PACK_BAD_CONTENT;
}

/* Sums of `taps` products of at most 255 x 128 besides the bias. */
static int sums_fit(const int32_t *bias, int32_t outputs, int32_t taps) {
  int32_t limit = INT32_MAX - 255 * 128 * taps, i;
  for (i = 0; i < outputs; i++) {
    if (bias[i] > limit || bias[i] < -limit) return 0;
  }
  return 1;
}

static int scales_fit(const int32_t *multipliers, const int32_t *shifts, int32_t channels) {
  int32_t i;
  for (i = 0; i < channels; i++) {
    if (multipliers[i] < 0 || shifts[i] < -31 || shifts[i] > 30) return 0;
  }
  return 1;
}

int tml_check_operator(const tml_operator *op) {
  int good = 1;
  if (op->kind == TML_OPERATOR_FULLY_CONNECTED) {
    const tml_fully_connected_params *p = &op->as.fully_connected;
    good = sums_fit(p->bias, p->outputs, p->inputs) &&
           scales_fit(p->multipliers, p->shifts, p->per_channel ? p->outputs : 1);
  }
  if (op->kind == TML_OPERATOR_CONV || op->kind == TML_OPERATOR_DEPTHWISE_CONV) {
    const tml_conv_params *p = &op->as.conv;
    good = sums_fit(p->bias, p->window.output_channels, conv_taps(op)) &&
           scales_fit(p->multipliers, p->shifts, p->window.output_channels);
  }
  return good ? TML_OK : TML_PACK_BAD_CONTENT;
}

void tml_run_operator(const tml_operator *op, int8_t *const areas[4]) {
  const int8_t *left = areas[TML_AREA_OF(op->left)] + TML_OFFSET_OF(op->left);
  const int8_t *right = areas[TML_AREA_OF(op->right)] + TML_OFFSET_OF(op->right);
  int8_t *output = areas[TML_AREA_OF(op->output)] + TML_OFFSET_OF(op->output);
  switch (op->kind) {
    case TML_OPERATOR_FULLY_CONNECTED:
      tml_fully_connected_s8(&op->as.fully_connected, left, output);
      break;
    case TML_OPERATOR_SOFTMAX:
      tml_softmax_rows_s8(&op->as.softmax, left, output);
      break;
    case TML_OPERATOR_CONV:
      tml_conv_s8(&op->as.conv, left, output);
      break;
    case TML_OPERATOR_DEPTHWISE_CONV:
      tml_depthwise_conv_s8(&op->as.conv, left, output);
      break;
    case TML_OPERATOR_MAX_POOL:
      tml_max_pool_s8(&op->as.pool, left, output);
      break;
    case TML_OPERATOR_AVERAGE_POOL:
      tml_average_pool_s8(&op->as.pool, left, output);
      break;
    case TML_OPERATOR_ADD:
      tml_add_s8(&op->as.add, left, right, output);
      break;
    case TML_OPERATOR_MUL:
      tml_mul_s8(&op->as.mul, left, right, output);
      break;
    case TML_OPERATOR_LOOKUP:
      tml_lookup_s8(&op->as.lookup, left, output);
      break;
    case TML_OPERATOR_COPY:
      tml_copy_s8(&op->as.copy, left, output);
      break;
    case TML_OPERATOR_FILL:
      tml_fill_s8(&op->as.fill, output);
      break;
    default: /* tml_read_operator knows no others */
      tml_reduce_s8(&op->as.reduce, left, output);
  }
}
