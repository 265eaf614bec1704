import { useId } from 'react'
import './field.css'

interface Props {
  label: string
  help?: string
  checked: boolean
  onChange: (checked: boolean) => void
  disabled?: boolean
}

export function Toggle({ label, help, checked, onChange, disabled }: Props) {
  const id = useId()
  return (
    <div className="ui-field">
      <div className="ui-toggle">
        <input
          type="checkbox"
          role="switch"
          id={id}
          checked={checked}
          disabled={disabled}
          aria-describedby={help ? `${id}help` : undefined}
          onChange={(event) => onChange(event.target.checked)}
        />
        <label htmlFor={id}>{label}</label>
      </div>
      {help && (
        <p className="ui-field__help" id={`${id}help`}>
          {help}
        </p>
      )}
    </div>
  )
}
