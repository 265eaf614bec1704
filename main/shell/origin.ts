/** The page's address in the window. Its scheme is registered for this app alone. */
export const SCHEME = 'app'
export const PAGE_ORIGIN = `${SCHEME}://workbench`
export const PAGE_ADDRESS = `${PAGE_ORIGIN}/index.html`

export function isPageAddress(address: string): boolean {
  return address.startsWith(`${PAGE_ORIGIN}/`)
}
