/*
 * Four floats side by side. A lane always belongs to one output, never to a part of a sum: every sum runs
 * left to right, as in the plain TypeScript kernels, so both give the same bits on every machine.
 * Places are aligned to 16 bytes and rows are padded to whole vectors by the caller.
 */
#ifndef TRAINING_VECTOR_H
#define TRAINING_VECTOR_H

#ifdef __FAST_MATH__
#error "fast-math reorders sums; training must give the same bytes everywhere"
#endif

typedef float float4 __attribute__((vector_size(16)));
typedef int int4 __attribute__((vector_size(16)));

#define EXPORT(name) __attribute__((export_name(name)))
#define LANES 4

static inline float4 load4(const float *source) { return *(const float4 *)source; }
static inline void store4(float *target, float4 value) { *(float4 *)target = value; }
static inline float4 splat4(float value) { return (float4){value, value, value, value}; }

/* Lane by lane: mask ? yes : no. A comparison of vectors makes such a mask. */
static inline float4 select4(int4 mask, float4 yes, float4 no)
{
    return (float4)((mask & (int4)yes) | (~mask & (int4)no));
}

#endif
