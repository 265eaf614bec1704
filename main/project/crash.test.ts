import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { built } from '../paths.ts'
import { createProject, openProject } from './project-file.ts'
import { type TestFolder, testFolder, testSample } from './test-support.ts'

const compiled = built('main/project/project-file.js')
// Node cannot run the sources, so the dying process runs what was built.
const missing = !existsSync(compiled) && !process.env['CI']

let folder: TestFolder
let path: string
beforeEach(() => {
  folder = testFolder()
  path = folder.path('a.tinyml')
})
afterEach(() => folder.remove())

/** Appends a row at a time for ever and tells each; is killed without warning after `rows`. */
function recordUntilKilled(rows: number): Promise<number> {
  const script = `
    const { openProject } = await import(${JSON.stringify(pathToFileURL(compiled).href)})
    const project = openProject(process.argv[1])
    const axes = [{ name: 'accX', unit: '' }, { name: 'accY', unit: '' }]
    const meta = { name: 'cut', label: 'wave', split: 'train', session: 's', rateHz: 100, axes, source: 'recorded' }
    const writer = project.beginRecording(meta)
    const { writeSync } = await import('node:fs')
    for (let row = 0; ; row++) {
      writer.append(new Float32Array([row, -row]))
      writeSync(1, '.')
    }`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let told = 0
  child.stdout.on('data', (bytes: Buffer) => {
    told += bytes.length
    if (told >= rows) child.kill('SIGKILL')
  })
  return new Promise((resolve) => child.once('close', () => resolve(told)))
}

describe(`a killed process${missing ? ' (skipped: out/main is not built)' : ''}`, () => {
  it.skipIf(missing)('loses less than a quarter second of its recording and nothing else', async () => {
    const project = createProject(path, 'Magic')
    project.addSample(testSample(1))
    project.close()
    const told = await recordUntilKilled(417)
    const rescued = openProject(path)
    expect(rescued.summary().notice).toContain('were rescued')
    const [first, second] = rescued.samples()
    expect(first).toMatchObject({ name: 'wave.1', readings: 20 })
    expect(second?.readings).toBeGreaterThan(told - 25)
    const values = rescued.values(2)
    expect(values.every((value, index) => value === (index % 2 === 0 ? index / 2 : -(index - 1) / 2))).toBe(true)
    rescued.close()
    expect(readdirSync(dirname(path))).toEqual(['a.tinyml'])
  })
})
