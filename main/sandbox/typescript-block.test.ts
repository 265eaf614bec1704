import { describe, expect, it, onTestFinished } from 'vitest'
import { AppError } from '../../shared/contract/errors.ts'
import type { UserWindows } from '../../shared/runtime/user-code.ts'
import { TypescriptBlock } from './typescript-block.ts'
import type { RunnerOptions } from './block-runner.ts'

/** Two windows of two readings with axes x, y out of rows that hold a third. */
function windows(params: UserWindows['params'] = {}): UserWindows {
  const values = Float32Array.of(1, 99, 2, 3, 99, 4, 5, 99, 6)
  const batch = { values, stride: 3, rows: 2, axes: [0, 2], starts: Int32Array.of(0, 1) }
  return { batch, rateHz: 50, axes: ['x', 'y'], params }
}

async function open(text: string, options: RunnerOptions = {}): Promise<TypescriptBlock> {
  const block = await TypescriptBlock.open(text, options)
  onTestFinished(() => block.dispose())
  return block
}

async function failure(work: () => unknown): Promise<AppError> {
  try {
    await work()
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error('It did not fail.')
}

/** What running this code is refused with. */
function refused(text: string, options: RunnerOptions = {}): Promise<AppError> {
  return failure(async () => (await open(text, options)).declare(windows()))
}

/** The same, of a body of `features`. */
function refusal(body: string): Promise<AppError> {
  return refused(`function features(window, context) {\n${body}\n}`)
}

describe('a custom block in TypeScript', () => {
  it('sees its own axes, the rate and its parameters, and names its features', async () => {
    const block = await open(`
      const parameters = [{ id: 'gain', type: 'float', default: 2, min: 0, max: 10, help: 'Multiplies.' }]
      function features(window: Window, context: Context): Record<string, number> {
        const x: Float32Array = window.axis('x')
        console.log('rows', window.rows, context.params)
        return { first: x[0] * (context.params.gain as number), last: window.axis(1)[1], rate: context.rateHz, all: window.values[3] }
      }`)
    const { declaration, lines } = block.declare(windows())
    expect(declaration.featureNames).toEqual(['first', 'last', 'rate', 'all'])
    expect(declaration.parameters).toMatchObject([{ id: 'gain', label: 'gain', default: 2, min: 0, max: 10 }])
    expect(lines[0]).toBe('rows 2 {"gain":2}')
    expect([...block.features(windows({ gain: 10 }), 4)]).toEqual([10, 4, 50, 4, 30, 6, 50, 6])
  })

  it('may export what it writes, and may answer an array or a typed array', async () => {
    expect(
      (await open('export const features = (w: Window) => w.axis(0)')).declare(windows()).declaration.featureNames,
    ).toEqual(['feature 1', 'feature 2'])
    expect([...(await open('export function features(w) { return [w.rows] }')).features(windows(), 1)]).toEqual([2, 2])
  })

  it('tells the line of a mistake', async () => {
    expect((await refusal('const a = 1\nreturn null.x')).data['line']).toBe(3)
    expect((await refused('const a = 1\nfunction features( {')).data['line']).toBe(2)
    expect((await refused('\n\nconst a: = 1')).data['line']).toBe(3)
    expect(
      (await refusal('helper()\nreturn [1]\nfunction helper() {\n throw new TypeError("no good") }')).message,
    ).toBe('Line 5: no good.')
  })

  it.each([
    ['nothing', 'return undefined', /not undefined/],
    ['no features', 'return []', /no features/],
    ['text', 'return ["1"]', /"feature 1" is string, not a number/],
    ['a division of nought by nought', 'return { energy: 0 / 0 }', /"energy" is NaN/],
    ['infinity', 'return [1 / 0]', /"feature 1" is Infinity/],
    ['a number too large for a float', 'return [1e300]', /finite number/],
    ['a promise', 'return Promise.resolve([1])', /may not be async/],
    ['too many', 'return new Float32Array(100000)', /at most 20000/],
    ['a list that claims to be longer than anything', 'return new Proxy([], { get: () => 1e15 })', /at most 20000/],
    ['an unknown axis', 'return window.axis("z")', /no axis z; it has x, y/],
    ['chance', 'return [Math.random()]', /Math.random is off/],
  ])('refuses %s', async (_what, body, reason) => {
    expect(await refusal(body)).toMatchObject({ code: 'code/failed', message: expect.stringMatching(reason) as string })
  })

  it('refuses what depends on the window before', async () => {
    const counting = 'let count = 0\nfunction features() { count += 1; return [count] }'
    expect((await refused(counting)).message).toMatch(/second time/)
  })

  it('refuses another number of features than it declared', async () => {
    const block = await open('function features(window) { return window.values[0] > 1 ? [1, 2] : [1] }')
    const { declaration } = block.declare(windows())
    expect((await failure(() => block.features(windows(), declaration.featureNames.length))).code).toBe('code/not-run')
  })

  it('demands a function called features', async () => {
    expect((await refused('const a = 1')).message).toMatch(/no function called features/)
  })

  it.each([
    ['a list', 'const parameters = 5'],
    ['an id', 'const parameters = [{ type: "float", default: 1 }]'],
    ['a known kind', 'const parameters = [{ id: "a", type: "colour", default: 1 }]'],
    [
      'names that differ',
      'const parameters = [{ id: "a", type: "int", default: 1 }, { id: "a", type: "int", default: 1 }]',
    ],
  ])('demands %s of parameters', async (_what, text) => {
    const block = await open(`${text}\nfunction features() { return [1] }`)
    expect((await failure(() => block.declare(windows()))).code).toBe('code/failed')
  })
})

describe('limits of custom code', () => {
  const quick = { callMs: 100 }

  it.each([
    ['a loop', 'while (true) {}'],
    ['a loop that catches everything', 'for (;;) { try { while (true) {} } catch { continue } }'],
    ['a slow regular expression', 'return [/(a+)+$/.test("a".repeat(50) + "b") ? 1 : 0]'],
    ['a getter that never ends', 'return { get a() { for (;;); } }'],
  ])('stops %s', async (_what, body) => {
    const block = await open(`function features() { ${body} }`, quick)
    expect((await failure(() => block.declare(windows()))).code).toBe('code/limit')
  })

  it('stops a loop outside of the function', async () => {
    expect((await refused('for (;;);', quick)).code).toBe('code/limit')
  })

  it('stops an error whose words never end', async () => {
    const text = 'function features() { throw { name: "x", get message() { for (;;); } } }'
    expect((await refused(text, quick)).code).toMatch(/^code\//)
  })

  it.each([
    ['arrays', 'const all = []; for (;;) all.push(new Float64Array(1e6))'],
    ['text', 'let text = "x"; for (;;) text += text'],
  ])('stops a memory bomb of %s', async (_what, body) => {
    expect(await refusal(body)).toMatchObject({ code: 'code/limit', message: expect.stringMatching(/64 MB/) as string })
  })

  it('stops functions that call each other without end', async () => {
    expect((await refusal('const f = () => f() + 1\nreturn [f()]')).message).toMatch(/call each other without end/)
  })

  it('leaves promises that wait for each other where they are', async () => {
    const block = await open('async function wait() { for (;;) await 1 }\nfunction features() { wait(); return [1] }')
    expect([...block.features(windows(), 1)]).toEqual([1, 1])
  })

  it('stops at once when it is cancelled', async () => {
    const started = performance.now()
    const block = await open('function features() { for (;;); }', { cancelled: () => performance.now() - started > 50 })
    expect((await failure(() => block.declare(windows()))).code).toBe('app/cancelled')
  })

  it('keeps at most a hundred printed lines of moderate length', async () => {
    const block = await open(
      'function features() { for (let i = 0; i < 1e4; i++) console.log("x".repeat(1e4)); return [1] }',
    )
    const { lines } = block.declare(windows())
    expect(lines).toHaveLength(100)
    expect(lines[0]?.length).toBe(300)
  })
})

describe('what custom code can reach', () => {
  it.each([
    'process',
    'require.resolve',
    'module',
    'Buffer',
    'fetch',
    'XMLHttpRequest',
    'WebSocket',
    'setTimeout',
    'performance',
    'Date',
    'WebAssembly',
    'Atomics',
    'Worker',
    'std',
    'os',
    'scriptArgs',
    'document',
    'electron',
  ])('has no %s', async (name) => {
    const block = await open(`function features() { return [typeof ${name} === 'undefined' ? 1 : 0] }`)
    expect([...block.features(windows(), 1)]).toEqual([1, 1])
  })

  it.each([
    ['require', 'return [require("fs").readdirSync("/").length]'],
    ['the constructor of a constructor', 'return [this.constructor.constructor("return process")().pid]'],
    ['eval', 'return [eval("process.pid")]'],
    ['the constructor of what the host hands in', 'return [window.axis.constructor("return process")().pid]'],
    [
      'the constructor of a number the host hands in',
      'return [context.rateHz.constructor.constructor("return process")().pid]',
    ],
    ['callers', 'return [features.caller.caller.constructor("return process")().pid]'],
  ])('reaches nothing by %s', async (_what, body) => {
    expect((await refusal(body)).code).toBe('code/failed')
  })

  it('imports nothing', async () => {
    expect((await refused('import fs from "node:fs"\nexport function features() { return [fs.x] }')).message).toMatch(
      /nothing can be imported/,
    )
    const block = await open('function features() { import("node:fs").then((fs) => { throw fs }); return [1] }')
    expect([...block.features(windows(), 1)]).toEqual([1, 1])
  })

  it('changes nothing of the host by changing built-in objects', async () => {
    const block = await open(`
      Object.prototype.polluted = 1
      Array.prototype.push = Array.isArray = JSON.stringify = JSON.parse = Float32Array = () => { throw 'mine' }
      Object.defineProperty(Object.getPrototypeOf(Uint8Array.prototype), 'buffer', { get: () => 'mine' })
      function features() { return [1] }`)
    expect((await failure(() => block.features(windows(), 1))).code).toBe('code/failed')
    expect('polluted' in {}).toBe(false)
    expect(Array.isArray([])).toBe(true)
  })

  it('cannot hand out numbers that are none', async () => {
    const block = await open(`
      Object.defineProperty(Object.getPrototypeOf(Uint8Array.prototype), 'buffer', { get: () => new Uint32Array([0x7fc00000]).slice(0).constructor === 1 ? 0 : new ArrayBuffer(3) })
      function features() { return [1] }`)
    expect((await failure(() => block.features(windows(), 1))).code).toBe('code/failed')
  })

  it('keeps one block from another', async () => {
    const first = await open('globalThis.shared = 5\nfunction features() { return [shared] }')
    const second = await open('function features() { return [typeof shared === "undefined" ? 0 : 1] }')
    expect([...first.features(windows(), 1)]).toEqual([5, 5])
    expect([...second.features(windows(), 1)]).toEqual([0, 0])
  })
})
