/** Programs that are begun with hold their types against what the editor tells of the interpreter. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { projectRoot } from '../../main/paths.ts'
import { starterCode } from '../../shared/dsp/custom.ts'
import { impulseSchema, isNetworkBlock } from '../../shared/model/impulse.ts'
import { modelText } from '../../shared/nn/model-text.ts'
import { templatesFor } from '../../shared/nn/templates.ts'
import { BLOCK_API } from '../../renderer/editor/block-api.ts'
import { MODEL_API } from '../../renderer/editor/model-api.ts'

/** What the compiler says of the code in the editor's world; empty where all is well. */
function typeErrors(text: string, world = BLOCK_API): string {
  const folder = mkdtempSync(join(tmpdir(), 'tinyml-types-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'workbench.d.ts'), world)
  writeFileSync(join(folder, 'block.ts'), text)
  const words = ['--noEmit', '--strict', '--target', 'es2020', '--lib', 'es2020', '--types', '']
  const compiler = join(projectRoot, 'node_modules', 'typescript', 'bin', 'tsc')
  try {
    execFileSync(process.execPath, [compiler, ...words, 'workbench.d.ts', 'block.ts'], { cwd: folder })
    return ''
  } catch (error) {
    if (error instanceof Error && 'stdout' in error) return String(error.stdout)
    throw error
  }
}

describe('types of a custom block', () => {
  it('accepts the code a new custom block begins with', () => {
    expect(typeErrors(starterCode('typescript').text)).toBe('')
  })

  it('refuses what the interpreter does not have', () => {
    expect(typeErrors('function features(w: Window) { return [w.length] }')).toMatch(/'length' does not exist/)
    expect(typeErrors('function features() { return fetch("x") }')).toMatch(/fetch/)
  })
})

describe('types of a network', () => {
  const training = { trainingCycles: 30, learningRate: 0.005, batchSize: 32, validationShare: 0.2, seed: 1 }
  const described = (layers: unknown): string => {
    const learn = [{ id: 'net', block: 'classification', inputs: ['raw'], layers, training }]
    const input = {
      kind: 'time-series',
      windowSizeMs: 1,
      windowIncreaseMs: 1,
      frequencyHz: 1,
      padZeros: false,
      axes: ['x'],
    }
    const dsp = [{ id: 'raw', block: 'raw', implementationVersion: 1, params: {} }]
    const block = impulseSchema.parse({ version: 1, input, dsp, learn }).learn.find(isNetworkBlock)
    if (!block) throw new Error('There is no network.')
    return modelText(block)
  }

  it.each([[[33]], [[49, 13]], [[96, 96, 3]]])('accept the code of every template for features of %j', (shape) => {
    for (const { layers } of templatesFor(shape)) expect(typeErrors(described(layers), MODEL_API)).toBe('')
  })

  it('refuse a layer and a setting that do not exist, and a word where a number belongs', () => {
    const wrong = (model: string): string => typeErrors(`const model: Model = ${model}`, MODEL_API)
    expect(wrong("{ layers: [{ type: 'transformer' }] }")).toMatch(/transformer/)
    expect(wrong("{ layers: [{ type: 'dense', units: 'many' }] }")).toMatch(/string/)
    expect(wrong('{ layers: [], training: { speed: 9 } }')).toMatch(/speed/)
    expect(wrong("{ layers: [{ type: 'dense', units: 9 }], training: { learningRate: 0.1 } }")).toBe('')
  })
})
