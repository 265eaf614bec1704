/** Keeps a page that cannot be drawn from taking the frame with it: the rest of the workbench stays usable. */
import { Component, type ReactNode } from 'react'
import { Alert } from '../components/alert.tsx'
import { Button } from '../components/button.tsx'
import { Details } from '../components/details.tsx'

interface Props {
  children: ReactNode
}

interface State {
  problem: string | null
}

export class PageBoundary extends Component<Props, State> {
  override state: State = { problem: null }

  static getDerivedStateFromError(error: unknown): State {
    return { problem: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }

  override render(): ReactNode {
    const { problem } = this.state
    if (problem === null) return this.props.children
    return (
      <main className="app-broken-page">
        <Alert action={<Button onPress={() => location.reload()}>Reload</Button>}>
          <p>This page cannot be shown. Your data are safe. Reload, or go to another page.</p>
          <Details label="Details">
            <pre>{problem}</pre>
          </Details>
        </Alert>
      </main>
    )
  }
}
