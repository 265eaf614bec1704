/** Ctrl+G: a real menu with the letters shown; it waits as long as the person likes. */
import { MenuList } from '../components/menu-list.tsx'
import './go-to-menu.css'
import { useOverlay } from './overlay.ts'
import { PAGES } from './pages.tsx'
import { goTo } from './route.ts'

const items = PAGES.flatMap((page) =>
  page.letter ? [{ label: page.title, letter: page.letter, onPress: () => goTo(page.address) }] : [],
)

export function GoToMenu() {
  const { overlay, close } = useOverlay()
  if (overlay !== 'go-to') return null
  return (
    <div className="app-go-to">
      <MenuList label="Go to" items={items} onClose={(chosen) => close(!chosen)} />
    </div>
  )
}
