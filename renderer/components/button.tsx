import type { ComponentProps, MouseEvent } from 'react'
import './button.css'
import { classNames } from './class-names.ts'
import { Icon, type IconName } from './icon.tsx'

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'type' | 'onClick'> {
  /** One filled button a page: `primary`. All others are outlined; `quiet` in tool rows. */
  kind?: 'primary' | 'outlined' | 'quiet'
  size?: 'small' | 'normal' | 'large'
  icon?: IconName
  /** Makes it a toggle button. */
  pressed?: boolean
  /** Why it cannot be pressed now. The button stays reachable, so that the reason can be read. */
  reason?: string | undefined
  /** In the form of `aria-keyshortcuts`, for example `Control+Enter`. */
  shortcut?: string
  onPress?: (event: MouseEvent<HTMLButtonElement>) => void
}

function tooltip(title: string | undefined, reason: string | undefined, shortcut: string | undefined) {
  const parts = [title, reason, shortcut && `(${shortcut.replaceAll('Control', 'Ctrl')})`].filter(Boolean)
  return parts.length > 0 ? parts.join(' ') : undefined
}

export function Button(props: ButtonProps) {
  const {
    kind = 'outlined',
    size = 'normal',
    icon,
    pressed,
    reason,
    shortcut,
    onPress,
    className,
    title,
    ...rest
  } = props
  const { children, ...attributes } = rest
  return (
    <button
      type="button"
      {...attributes}
      className={classNames(
        'ui-button',
        kind !== 'outlined' && `ui-button--${kind}`,
        size !== 'normal' && `ui-button--${size}`,
        children === undefined && 'ui-button--icon',
        className,
      )}
      title={tooltip(title ?? (children === undefined ? props['aria-label'] : undefined), reason, shortcut)}
      aria-pressed={pressed}
      aria-disabled={reason ? true : undefined}
      aria-keyshortcuts={shortcut}
      onClick={(event) => {
        if (!reason) onPress?.(event)
      }}
    >
      {icon && <Icon name={icon} />}
      {children}
    </button>
  )
}
