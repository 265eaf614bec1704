import { type ReactNode, useRef, useState } from 'react'
import { Button, type ButtonProps } from './button.tsx'
import { type MenuItem, MenuList } from './menu-list.tsx'

interface Props {
  /** Name of the button and of the menu. */
  label: string
  items: readonly MenuItem[]
  children?: ReactNode
  icon?: ButtonProps['icon']
  kind?: ButtonProps['kind']
  alignRight?: boolean
}

export function Menu({ label, items, children, icon, kind = 'outlined', alignRight }: Props) {
  const [open, setOpen] = useState(false)
  const root = useRef<HTMLDivElement>(null)
  function close(chosen: boolean): void {
    setOpen(false)
    if (!chosen && root.current?.contains(document.activeElement)) root.current.querySelector('button')?.focus()
  }
  return (
    <div className="ui-menu" ref={root}>
      <Button
        kind={kind}
        {...(icon ? { icon } : {})}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        onMouseDown={(event) => open && event.preventDefault()}
        onPress={() => setOpen(!open)}
      >
        {children}
      </Button>
      {open && <MenuList label={label} items={items} onClose={close} {...(alignRight ? { alignRight } : {})} />}
    </div>
  )
}
