/** Native dialogs for opening and saving; the page gets paths, never handles. */
import { type BrowserWindow, dialog, ipcMain, type OpenDialogOptions } from 'electron'
import { z } from 'zod'
import { CHANNELS } from './channels.ts'
import { isOurPage } from './guard.ts'

const filters = z.array(z.object({ name: z.string(), extensions: z.array(z.string()) })).optional()
const openSchema = z.object({
  title: z.string(),
  filters,
  folder: z.boolean().optional(),
  multiple: z.boolean().optional(),
})
const saveSchema = z.object({ title: z.string(), defaultName: z.string().optional(), filters })

export function offerDialogs(window: () => BrowserWindow | null): void {
  ipcMain.handle(CHANNELS.openDialog, async (event, raw: unknown) => {
    const target = window()
    if (!target || !isOurPage(event, target.webContents)) throw new Error('Only the workbench page may ask this.')
    const wanted = openSchema.parse(raw)
    const properties: OpenDialogOptions['properties'] = [wanted.folder === true ? 'openDirectory' : 'openFile']
    if (wanted.multiple === true) properties.push('multiSelections')
    const options = { title: wanted.title, filters: wanted.filters ?? [], properties }
    return (await dialog.showOpenDialog(target, options)).filePaths
  })
  ipcMain.handle(CHANNELS.saveDialog, async (event, raw: unknown) => {
    const target = window()
    if (!target || !isOurPage(event, target.webContents)) throw new Error('Only the workbench page may ask this.')
    const wanted = saveSchema.parse(raw)
    const options = { title: wanted.title, filters: wanted.filters ?? [], defaultPath: wanted.defaultName ?? '' }
    const answer = await dialog.showSaveDialog(target, options)
    return answer.canceled || !answer.filePath ? null : answer.filePath
  })
}
