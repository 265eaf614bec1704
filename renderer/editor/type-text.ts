/** TypeScript's words for what a JSON schema allows: the editor's types come from the same place as the checks. */
import { z } from 'zod'

type Schema = z.core.JSONSchema.BaseSchema

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function unionOf(parts: readonly string[]): string {
  return [...new Set(parts)].join(' | ')
}

function arrayText(schema: Schema): string {
  if (schema.prefixItems) return `[${schema.prefixItems.filter(isSchema).map(textOf).join(', ')}]`
  const item = isSchema(schema.items) ? textOf(schema.items) : 'unknown'
  return item.includes('|') ? `(${item})[]` : `${item}[]`
}

function objectText(schema: Schema): string {
  const required = new Set(schema.required)
  const fields = Object.entries(schema.properties ?? {}).flatMap(([name, field]) =>
    isSchema(field) ? [`${name}${required.has(name) ? '' : '?'}: ${textOf(field)}`] : [],
  )
  return `{ ${fields.join('; ')} }`
}

function textOf(schema: Schema): string {
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return unionOf(choices.filter(isSchema).map(textOf))
  if (schema.enum) return unionOf(schema.enum.map((value) => JSON.stringify(value)))
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  switch (schema.type) {
    case 'array':
      return arrayText(schema)
    case 'object':
      return objectText(schema)
    case 'integer':
      return 'number'
    case 'number':
    case 'string':
    case 'boolean':
      return schema.type
    default:
      return 'unknown'
  }
}

/** The type of what may be written, where fields with a default may be left out. */
export function typeText(schema: z.ZodType): string {
  return textOf(z.toJSONSchema(schema, { io: 'input', reused: 'inline' }))
}
