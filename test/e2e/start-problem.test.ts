/** A project that is named at the start and cannot be opened: the page says why, not only the terminal. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { missing } from '../support/tools.ts'
import { chromiumPath, openWorkbench } from './workbench.ts'

const absent = chromiumPath === undefined ? missing('chromium') : ''

describe.skipIf(absent !== '')(`a project that cannot be opened at the start${absent}`, () => {
  it('is named on the page with what to do, and the start page is usable', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tinyml-start-'))
    const file = join(folder, 'letter.tinyml')
    writeFileSync(file, 'Dear workbench, I am no project.')
    const { page, close } = await openWorkbench({ file })
    await page.getByRole('alert').filter({ hasText: 'is not a TinyML Workbench project' }).waitFor()
    expect(await page.getByRole('button', { name: /Try without a board/ }).isEnabled()).toBe(true)
    await close()
    rmSync(folder, { recursive: true, force: true })
  })
})
