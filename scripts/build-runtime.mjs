// Compiles the C runtime and the training kernels to WebAssembly: `npm run build:runtime [-- --force]`.
// The compiler is itself a WebAssembly program, so no C compiler needs to be installed.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const outFolder = join(root, 'out', 'runtime')

/**
 * Each module: `folders` whose .c files are its sources (all of their .h files can be included), `exports` beside
 * the functions marked export_name, and the size it may not pass.
 */
const modules = [
  {
    name: 'runtime',
    folders: ['resources/runtime', 'shared/runtime/wasm'],
    exports: [
      'tml_spectral_feature_count',
      'tml_spectral_scratch_floats',
      'tml_flatten_feature_count',
      'tml_flatten_history_floats',
      'tml_block_feature_count',
      'tml_block_scratch_floats',
      'tml_quantize_f32_s8',
      'tml_dequantize_s8_f32',
      'tml_requantize',
      'tml_fully_connected_s8',
      'tml_conv_s8',
      'tml_depthwise_conv_s8',
      'tml_max_pool_s8',
      'tml_average_pool_s8',
      'tml_add_s8',
      'tml_mul_s8',
      'tml_lookup_s8',
      'tml_softmax_rows_s8',
      'tml_quantize_tensor',
      'tml_dequantize_tensor',
      'tml_copy_s8',
      'tml_fill_s8',
      'tml_reduce_s8',
      'tml_lstm_s8',
      'tml_self_test',
      'tml_pack_open',
      'tml_pack_start',
      'tml_pack_raw_length',
      'tml_pack_rows',
      'tml_pack_axes',
      'tml_pack_stride_rows',
      'tml_pack_rate_hz',
      'tml_pack_label_count',
      'tml_pack_label',
      'tml_pack_hash',
      'tml_pack_feature_count',
      'tml_pack_network_features',
      'tml_pack_has_anomaly',
      'tml_pack_anomaly_threshold',
      'tml_pack_arena_bytes',
      'tml_pack_output_scale',
      'tml_pack_output_zero_point',
      'tml_sqrtf',
      'tml_expf',
      'tml_logf',
      'tml_log10f',
      'tml_sinf',
      'tml_cosf',
    ],
    // Every DSP block in float, three of them in fixed point too, and every operator; it is loaded in a few milliseconds.
    largestBytes: 160 * 1024,
  },
  {
    name: 'training',
    folders: ['shared/nn/kernels'],
    exports: [],
    largestBytes: 200 * 1024,
  },
]

const compileFlags = [
  '--target=wasm32',
  '-std=c99',
  '-O3',
  '-msimd128',
  '-ffp-contract=off',
  '-ffreestanding',
  // Keeps the two functions of memory.c from being compiled into calls of themselves.
  '-fno-builtin',
  '-Wall',
  '-Wextra',
  '-Werror',
]
const linkFlags = [
  '-nostdlib',
  '-Wl,--no-entry',
  '-Wl,--export=__heap_base',
  '-Wl,--strip-all',
  '-Wl,-z,stack-size=65536',
]

function filesOf(folder, ending) {
  const path = join(root, folder)
  if (!existsSync(path)) return []
  return readdirSync(path)
    .filter((name) => name.endsWith(ending))
    .toSorted()
    .map((name) => `${folder}/${name}`)
}

function inputsOf(module) {
  const sources = module.folders.flatMap((folder) => filesOf(folder, '.c'))
  const headers = module.folders.flatMap((folder) => filesOf(folder, '.h'))
  const texts = new Map([...sources, ...headers].map((path) => [path, readFileSync(join(root, path))]))
  return { sources, texts }
}

function hashOf(module, texts) {
  const hash = createHash('sha256')
  hash.update(readFileSync(fileURLToPath(import.meta.url)))
  hash.update(readFileSync(join(root, 'node_modules/@yowasp/clang/package.json')))
  for (const [path, text] of texts) hash.update(`${path}\0${text.length}\0`).update(text)
  return hash.digest('hex')
}

/** The compiler takes files as a tree of folders. */
function asTree(texts) {
  const tree = {}
  for (const [path, text] of texts) {
    const parts = path.split('/')
    const name = parts.pop()
    let folder = tree
    for (const part of parts) folder = folder[part] ??= {}
    folder[name] = new Uint8Array(text)
  }
  return tree
}

async function compile(module, sources, texts) {
  const { runClang } = await import('@yowasp/clang')
  // Loads the compiler without its progress lines.
  await runClang(null, {}, { fetchProgress: () => {} })
  const log = []
  const collect = (bytes) => {
    if (bytes !== null) log.push(Buffer.from(bytes).toString())
  }
  const includes = module.folders.map((folder) => `-I${folder}`)
  const exports = module.exports.map((name) => `-Wl,--export=${name}`)
  try {
    const files = await runClang(
      ['clang', ...compileFlags, ...includes, ...linkFlags, ...exports, '-o', 'module.wasm', ...sources],
      asTree(texts),
      { stdout: collect, stderr: collect },
    )
    return files['module.wasm']
  } catch (error) {
    throw new Error(`${module.name}: the C sources do not compile\n${log.join('')}`, { cause: error })
  }
}

async function build(module, force) {
  const { sources, texts } = inputsOf(module)
  if (sources.length === 0) return
  const wasmPath = join(outFolder, `${module.name}.wasm`)
  const hashPath = join(outFolder, `${module.name}.inputs`)
  const hash = hashOf(module, texts)
  if (!force && existsSync(wasmPath) && existsSync(hashPath) && readFileSync(hashPath, 'utf8') === hash) return
  const wasm = await compile(module, sources, texts)
  if (wasm.length > module.largestBytes) {
    throw new Error(`${module.name}.wasm has ${wasm.length} bytes; ${module.largestBytes} are allowed.`)
  }
  mkdirSync(outFolder, { recursive: true })
  writeFileSync(wasmPath, wasm)
  writeFileSync(hashPath, hash)
  console.log(`out/runtime/${module.name}.wasm: ${wasm.length} bytes`)
}

const wanted = process.argv.slice(2).filter((word) => !word.startsWith('-'))
for (const module of modules) {
  if (wanted.length > 0 && !wanted.includes(module.name)) continue
  await build(module, process.argv.includes('--force'))
}
