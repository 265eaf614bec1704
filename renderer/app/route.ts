/** Addresses of pages: `#/record`, `#/sample/12`. The hash is the truth; reload returns to it. */
import { useSyncExternalStore } from 'react'

export interface Route {
  /** Folder of the page: `sample`. */
  page: string
  /** What follows: `['12']`. */
  parameters: string[]
  /** Both: `sample/12`. */
  address: string
}

export function parseRoute(hash: string): Route {
  const [page = '', ...parameters] = hash.replace(/^#\/?/, '').split('/').filter(Boolean).map(decodeURIComponent)
  return { page: page || 'start', parameters, address: [page || 'start', ...parameters].join('/') }
}

function subscribe(listener: () => void): () => void {
  addEventListener('hashchange', listener)
  return () => removeEventListener('hashchange', listener)
}

export function useAddress(): string {
  return useSyncExternalStore(subscribe, () => parseRoute(location.hash).address)
}

/** Goes to `record` or `sample/12`. */
export function goTo(address: string): void {
  location.hash = `#/${address.split('/').map(encodeURIComponent).join('/')}`
}
