/** `spectral-analysis` → "Spectral analysis". */
export function blockTitle(id: string): string {
  const words = id.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
