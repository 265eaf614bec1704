/** A page that needs a project says so and leads to it. */
import { Button } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { Page } from './page.tsx'
import { goTo } from './route.ts'

export function NoProject({ title }: { title: string }) {
  return (
    <Page title={title} purpose="Open or make a project first.">
      <EmptyState
        sentence={`${title} shows a project, and none is open. Start opens or makes one.`}
        action={<Button onPress={() => goTo('start')}>Go to Start</Button>}
      />
    </Page>
  )
}
