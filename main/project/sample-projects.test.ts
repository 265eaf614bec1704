import { describe, expect, it } from 'vitest'
import { contentHashOf } from './content-hash.ts'
import { createProject } from './project-file.ts'
import { fillMotionSample, simulatedSamples } from './sample-projects.ts'
import { testFolder } from './test-support.ts'

describe('motion sample', () => {
  it('has 30 takes of four motions from six people, one of them only for testing', () => {
    const folder = testFolder()
    const project = createProject(folder.path('motion.tinyml'), 'Motion sample')
    fillMotionSample(project)
    const summary = project.summary()
    expect(summary.labels.map(({ name, count, bySplit }) => [name, count, bySplit.test.count])).toEqual([
      ['idle', 30, 5],
      ['wave', 30, 5],
      ['circle', 30, 5],
      ['shake', 30, 5],
    ])
    expect(summary).toMatchObject({ samples: 120, simulated: true })
    expect(summary.sessions).toHaveLength(6)
    const test = project.samples().filter((sample) => sample.split === 'test')
    expect(new Set(test.map((sample) => sample.session))).toEqual(new Set(['person 3']))
    project.close()
    folder.remove()
  })

  it('has no two equal recordings', () => {
    const hashes = simulatedSamples({ perLabel: 12, seed: 5 }).map(contentHashOf)
    expect(new Set(hashes).size).toBe(48)
  })
})
