/** C of a custom block to WebAssembly, with the compiler that is itself a WebAssembly program. */
import { AppError } from '../../shared/contract/errors.ts'
import { collectRuntime } from '../../shared/codegen/c-text.ts'
import { SealedModule } from '../../shared/runtime/sealed-module.ts'
import { readRuntimeSources } from '../deploy/runtime-sources.ts'
import { checkRules } from './c-rules.ts'

const FILE = 'block.c'

const FLAGS = [
  '--target=wasm32',
  '-std=c99',
  '-O2',
  '-ffp-contract=off',
  '-ffreestanding',
  '-fno-builtin',
  // What processors make different things of stops the program: a float that fits in no integer, a sum too large.
  '-fsanitize=float-cast-overflow,signed-integer-overflow,shift,array-bounds',
  '-fsanitize-trap=all',
  '-Wall',
  '-Wextra',
  '-Wdouble-promotion',
  '-Wvla',
  '-Werror',
  '-I.',
  '-nostdlib',
  '-Wl,--no-entry',
  '-Wl,--export=__heap_base',
  '-Wl,--strip-all',
  '-Wl,--max-memory=67108864',
  '-Wl,--stack-first',
  '-Wl,-z,stack-size=65536',
]

/** What calls the two functions of the block, and the two functions a compiler may call by itself. */
const SHIM = `#include "tml_custom.h"
#include <stddef.h>

void *memcpy(void *restrict to, const void *restrict from, size_t count);
void *memset(void *to, int value, size_t count);
void *memcpy(void *restrict to, const void *restrict from, size_t count) {
  unsigned char *target = to;
  const unsigned char *source = from;
  while (count--) *target++ = *source++;
  return to;
}
void *memset(void *to, int value, size_t count) {
  unsigned char *target = to;
  while (count--) *target++ = (unsigned char)value;
  return to;
}

static tml_signal window;

__attribute__((export_name("block_window")))
void block_window(const float *values, int32_t rows, int32_t stride, int32_t axes, const int32_t *axis) {
  window.values = values;
  window.rows = rows;
  window.stride = stride;
  window.axes = axes;
  window.axis = axis;
}
__attribute__((export_name("block_count")))
int32_t block_count(const float *params) { return custom_feature_count(&window, params); }
__attribute__((export_name("block_features")))
void block_features(const float *params, float *features) { custom_features(&window, params, features); }
`

type Compiler = typeof import('@yowasp/clang').commands.clang

let compiler: Promise<Compiler> | null = null

/** The package is optional: without it only TypeScript can be written. */
async function loadCompiler(): Promise<Compiler> {
  try {
    const { commands } = await import('@yowasp/clang')
    // Loads the compiler without its lines of progress.
    await commands.clang(undefined, {}, { fetchProgress: () => undefined })
    return commands.clang
  } catch (cause) {
    compiler = null
    throw new AppError('code/no-compiler', { cause })
  }
}

const MOST_KEPT = 8
const kept = new Map<string, SealedModule>()

/** The same text is compiled once. */
export async function compileBlock(text: string): Promise<SealedModule> {
  const known = kept.get(text)
  if (known) return known
  const module = new SealedModule(await compile(text))
  if (kept.size >= MOST_KEPT) kept.delete([...kept.keys()][0] ?? '')
  kept.set(text, module)
  return module
}

async function compile(text: string): Promise<Uint8Array> {
  const sources = readRuntimeSources()
  checkRules(text, new Set(Object.keys(sources).filter((name) => name.endsWith('.h'))))
  compiler ??= loadCompiler()
  const clang = await compiler
  const own = [
    { path: FILE, text },
    { path: 'shim.c', text: SHIM },
  ]
  const files = [...own, ...collectRuntime(own, sources)]
  const units = files.map(({ path }) => path).filter((path) => path.endsWith('.c'))
  const tree = Object.fromEntries(files.map((file) => [file.path, file.text]))
  const log: string[] = []
  const listen = (bytes: Uint8Array | null): void => void (bytes && log.push(new TextDecoder().decode(bytes)))
  try {
    const built = await clang([...FLAGS, '-o', 'block.wasm', ...units], tree, {
      stdout: listen,
      stderr: listen,
      fetchProgress: () => undefined,
    })
    const wasm = built?.['block.wasm']
    if (wasm instanceof Uint8Array) return wasm
  } catch {
    // It ends with a number and all files; what it has to say is in the log.
  }
  throw compileError(log.join(''))
}

/** The first thing the compiler, or the linker, complains about. */
function compileError(log: string): AppError {
  const found = /^(?:.*\/)?block\.c:(\d+):(\d+): (?:fatal )?(?:error|warning): (.*)$/m.exec(log)
  if (found) {
    const [, line, column, reason = ''] = found
    const said = reason.replace(/ \[-W[^\]]*\]$/, '')
    return new AppError('code/failed', {
      message: `Line ${line}: ${said}.`,
      data: { line: Number(line), column: Number(column), detail: log.slice(0, 4000) },
    })
  }
  const missing = /undefined symbol: (\w+)/.exec(log)?.[1]
  return new AppError('code/failed', {
    message: missing ? `There is no function ${missing}.` : 'The code cannot be compiled.',
    ...(missing ? { hint: `Write it, or use one of tml_math.h, for example tml_sqrtf.` } : {}),
    data: { line: null, column: null, detail: log.slice(0, 4000) },
  })
}
