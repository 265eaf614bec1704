/** A labelled control: visible label, unit, one line of help, and what is wrong with its value, all tied to it by id. */
import { type ReactNode, useId } from 'react'
import { Button } from './button.tsx'
import './field.css'
import { Icon } from './icon.tsx'

/** A button beside an error that mends it: "Use 2,000". */
export interface Fix {
  label: string
  onPress: () => void
}

export interface FieldProps {
  label: string
  unit?: string | undefined
  help?: string | undefined
  error?: string | undefined
  fix?: Fix | undefined
}

export interface ControlAttributes {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': boolean
}

interface Props extends FieldProps {
  children: (control: ControlAttributes) => ReactNode
}

export function Field({ label, unit, help, error, fix, children }: Props) {
  const id = useId()
  const describedBy = [unit && `${id}unit`, help && `${id}help`, error && `${id}error`].filter(Boolean).join(' ')
  return (
    <div className="ui-field">
      <label className="ui-field__label" htmlFor={id}>
        {label}
      </label>
      <div className="ui-field__control">
        {children({ id, 'aria-describedby': describedBy || undefined, 'aria-invalid': error !== undefined })}
        {unit && (
          <span className="ui-field__unit" id={`${id}unit`}>
            {unit}
          </span>
        )}
      </div>
      {error && (
        <div className="ui-field__error" role="alert" id={`${id}error`}>
          <Icon name="warning" />
          <span>{error}</span>
          {fix && (
            <Button size="small" onPress={fix.onPress}>
              {fix.label}
            </Button>
          )}
        </div>
      )}
      {help && (
        <p className="ui-field__help" id={`${id}help`}>
          {help}
        </p>
      )}
    </div>
  )
}
