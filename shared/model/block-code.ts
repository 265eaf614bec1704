/** Code that a person wrote for a DSP block, and what it said about itself when it last ran. */
import { z } from 'zod'

const valueSchema = z.union([z.number(), z.string().max(200), z.boolean()])

/** A setting that the code asks for: a field of the block's form. */
export const codeParameterSchema = z.object({
  id: z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,39}$/),
  label: z.string().min(1).max(80),
  unit: z.string().max(20).default(''),
  type: z.enum(['int', 'float', 'select', 'boolean', 'string']),
  default: valueSchema,
  min: z.number().optional(),
  max: z.number().optional(),
  options: z.array(valueSchema).min(1).max(50).optional(),
  help: z.string().max(300).default(''),
})
export type CodeParameter = z.infer<typeof codeParameterSchema>

export const MOST_CODE_FEATURES = 20_000

export const codeDeclarationSchema = z.object({
  parameters: z.array(codeParameterSchema).max(50),
  featureNames: z.array(z.string().min(1).max(200)).min(1).max(MOST_CODE_FEATURES),
  /** Passes through loops and calls of functions for one window; only known of C. */
  steps: z.number().int().nonnegative().optional(),
})
export type CodeDeclaration = z.infer<typeof codeDeclarationSchema>

export const codeLanguageSchema = z.enum(['typescript', 'c'])
export type CodeLanguage = z.infer<typeof codeLanguageSchema>

export const blockCodeSchema = z.object({
  language: codeLanguageSchema,
  text: z.string().max(200_000),
  /** Absent until the code has run as it stands. */
  declared: codeDeclarationSchema.optional(),
})
export type BlockCode = z.infer<typeof blockCodeSchema>
