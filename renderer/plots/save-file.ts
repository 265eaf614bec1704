/** Gives the person a file: the browser's own download, which Electron turns into its save dialog. */
export function saveFile(name: string, parts: BlobPart[], type: string): void {
  const address = URL.createObjectURL(new Blob(parts, { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}

export interface PlotTable {
  columns: string[]
  rows: (string | number | null)[][]
}

function csvCell(value: string | number | null): string {
  const text = value === null ? '' : String(value)
  return /[",\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text
}

export function tableAsCsv(table: PlotTable): string {
  return [table.columns, ...table.rows]
    .map((row) => row.map(csvCell).join(','))
    .join('\n')
    .concat('\n')
}

/** `Spectrum of wave.3` → `spectrum-of-wave-3`. */
export function fileStem(title: string): string {
  return (
    title
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'figure'
  )
}

/** All canvases of a figure, one below the other, on the surface's colour. */
export function saveAsPng(place: HTMLElement, title: string): void {
  const canvases = [...place.querySelectorAll('canvas')].filter((canvas) => canvas.width > 0)
  const picture = document.createElement('canvas')
  picture.width = Math.max(0, ...canvases.map((canvas) => canvas.width))
  picture.height = canvases.reduce((sum, canvas) => sum + canvas.height, 0)
  const pen = picture.getContext('2d')
  if (!pen || picture.width === 0) return
  pen.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--color-surface')
  pen.fillRect(0, 0, picture.width, picture.height)
  let top = 0
  for (const canvas of canvases) {
    pen.drawImage(canvas, 0, top)
    top += canvas.height
  }
  picture.toBlob((blob) => blob && saveFile(`${fileStem(title)}.png`, [blob], 'image/png'))
}
