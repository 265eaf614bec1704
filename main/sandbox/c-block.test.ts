import { describe, expect, it, onTestFinished } from 'vitest'
import { AppError } from '../../shared/contract/errors.ts'
import { starterCode } from '../../shared/dsp/custom.ts'
import type { UserWindows } from '../../shared/runtime/user-code.ts'
import { CBlock } from './c-block.ts'

/** Two windows of two readings with axes x, y out of rows that hold a third. */
function windows(params: UserWindows['params'] = {}): UserWindows {
  const values = Float32Array.of(1, 99, 2, 3, 99, 4, 5, 99, 6)
  const batch = { values, stride: 3, rows: 2, axes: [0, 2], starts: Int32Array.of(0, 1) }
  return { batch, rateHz: 50, axes: ['x', 'y'], params }
}

async function open(text: string): Promise<CBlock> {
  const block = await CBlock.open(text)
  onTestFinished(() => block.dispose())
  return block
}

/** A block whose features function has this body. */
function withBody(body: string, count = '1'): string {
  return `#include "tml_custom.h"
int32_t custom_feature_count(const tml_signal *window, const float *params) { (void)window; (void)params; return ${count}; }
void custom_features(const tml_signal *window, const float *params, float *features) {
  (void)window; (void)params;
  ${body}
}
`
}

async function refusal(text: string): Promise<AppError> {
  try {
    const block = await open(text)
    block.declare(windows())
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error('It was not refused.')
}

describe('a custom block in C', { timeout: 60_000 }, () => {
  it('begins with code that runs and reads its settings from comments', async () => {
    const block = await open(starterCode('c').text)
    const { declaration } = block.declare(windows())
    expect(declaration.parameters).toMatchObject([
      { id: 'threshold', label: 'Threshold', type: 'float', default: 1, min: 0, max: 100 },
    ])
    expect(declaration.featureNames).toHaveLength(4)
    expect([...block.features(windows({ threshold: 1 }), 4)]).toEqual([5, 1, 10, 1, 17, 1, 26, 1])
    expect([...block.features(windows({ threshold: 5 }), 4)]).toEqual([5, 0, 10, 0, 17, 0, 26, 0])
  })

  it('has the float functions of the runtime', async () => {
    const block = await open(withBody('features[0] = tml_sqrtf(tml_reading(window, 0, 0));'))
    expect(block.features(windows(), 1)[1]).toBe(Math.fround(Math.sqrt(3)))
  })

  it.each([
    ['a double', 'double x = 1; features[0] = (float)x;', /^Line 5: double has other bits/],
    ['a literal that is a double', 'features[0] = 1.5;', /^Line 5: a number with a point is a double/],
    ['an exponent that is a double', 'features[0] = 1e3;', /^Line 5: a number with a point/],
    ['a pragma', 'features[0] = 1.0f;\n#pragma STDC FP_CONTRACT ON\n', /pragmas can change/],
    ['assembly', '__asm__("nop"); features[0] = 1.0f;', /one kind of processor/],
    ['builtins', 'features[0] = __builtin_sqrtf(2.0f);', /one compiler only/],
    ['malloc', 'features[0] = *(float *)malloc(4);', /no memory to ask for/],
    ['a mistake', 'features[0] = ;', /^Line 5: expected expression/],
    ['an unused variable', 'int32_t unused; features[0] = 1.0f;', /^Line 5: unused variable/],
    [
      'an array of unknown size',
      'float all[window->rows]; all[0] = 1.0f; features[0] = all[0];',
      /^Line 5: variable length array/,
    ],
  ])('refuses %s', async (_what, body, reason) => {
    expect((await refusal(withBody(body))).message).toMatch(reason)
  })

  it('refuses functions and files that are not there', async () => {
    const libm = `float sinf(float);\n${withBody('features[0] = sinf(1.0f);')}`
    expect(await refusal(libm)).toMatchObject({ message: 'There is no function sinf.' })
    expect((await refusal(`#include <math.h>\n${withBody('features[0] = 1.0f;')}`)).message).toMatch(/^Line 1: only/)
    expect((await refusal(`#include "/etc/passwd"\n${withBody('features[0] = 1.0f;')}`)).message).toMatch(
      /^Line 1: only/,
    )
    expect((await refusal('#include "tml_custom.h"\n')).message).toMatch(/no function custom_feature/)
  })

  it('reads neither numbers in comments nor in texts as code', async () => {
    const block = await open(withBody('features[0] = 1.0f; /* 1.5, double */ // 2.5'))
    expect(block.features(windows(), 1)[0]).toBe(1)
  })

  it.each([
    ['a feature that is not set', '(void)features;', /Feature 1 is NaN/],
    ['a division by 0', 'features[0] = 0.0f / (float)(window->rows - 2);', /Feature 1 is NaN/],
    ['an integer divided by 0', 'features[0] = (float)(5 / (window->rows - 2));', /divides a whole number by 0/],
    [
      'a float that fits in no integer',
      'const int32_t n = (int32_t)(tml_reading(window, 0, 0) * 1e30f); features[0] = (float)(n % 7);',
      /too large for its type/,
    ],
    ['reading far outside', 'features[0] = window->values[500000000];', /outside of its memory/],
    [
      'a function without end',
      'features[0] = 1.0f; if (window->rows > 0) custom_features(window, params, features + 1); features[0] += features[1];',
      /without end/,
    ],
    ['more features than it tells', 'features[0] = 1.0f; features[3] = 1.0f;', /more features than/],
    ['a window that changes the next', 'static float count; count += 1.0f; features[0] = count;', /second time/],
  ])('tells %s', async (_what, body, reason) => {
    expect((await refusal(withBody(body))).message).toMatch(reason)
  })

  it.each(['0', '-1', '1000000'])('refuses %s features', async (count) => {
    expect((await refusal(withBody('features[0] = 1.0f;', count))).message).toMatch(/1 to 20,000/)
  })
})
