/* Keeps float arithmetic the same under every compiler: include it before anything else in each .c file.
 *
 * A multiply and an add must never be fused into one rounding, and nothing may be reordered. Where a
 * build cannot promise that, it stops here instead of giving a slightly different model. */
#ifndef TML_GUARD_H
#define TML_GUARD_H

#include <stdint.h>

#if defined(__FAST_MATH__)
#error "TinyML runtime: build without -ffast-math or -Ofast, they change the model's results"
#endif
#if defined(__FLT_EVAL_METHOD__) && __FLT_EVAL_METHOD__ != 0
#error "TinyML runtime: float must be evaluated as float; on 32-bit x86 add -msse2 -mfpmath=sse"
#endif
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "TinyML runtime: little-endian processors only"
#endif

#if defined(__clang__)
#pragma STDC FP_CONTRACT OFF
#elif defined(__GNUC__)
#pragma GCC optimize("fp-contract=off")
/* gcc 12 fuses complex products when it makes vectors of them, whatever it was told about contraction. */
#pragma GCC optimize ("no-tree-vectorize", "no-tree-slp-vectorize")
#endif

#ifdef __cplusplus
#define TML_BEGIN extern "C" {
#define TML_END }
#else
#define TML_BEGIN
#define TML_END
#endif

#endif
