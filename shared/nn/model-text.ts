/** The code of a network that was built from layers: where expert mode begins. */
import type { NetworkBlock } from '../model/impulse.ts'

const IDENTIFIER = /^[A-Za-z_$][A-Za-z0-9_$]*$/

function literal(value: unknown): string {
  if (typeof value === 'string') return `'${value.replace(/[\\']/g, '\\$&').replace(/\n/g, '\\n')}'`
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (typeof value !== 'object' || value === null) return String(value)
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .map(([name, field]) => `${IDENTIFIER.test(name) ? name : literal(name)}: ${literal(field)}`)
  return fields.length > 0 ? `{ ${fields.join(', ')} }` : '{}'
}

export function modelText({
  layers,
  training,
  normalization,
}: Pick<NetworkBlock, 'layers' | 'training' | 'normalization'>): string {
  const rows = layers.map((layer) => `    ${literal(layer)},\n`).join('')
  const settings = Object.entries(training)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `    ${name}: ${literal(value)},\n`)
    .join('')
  return `// Hidden layers and settings; the output layer follows from the labels. Press Run after a change.
const model: Model = {
  normalization: ${literal(normalization)},
  layers: [
${rows}  ],
  training: {
${settings}  },
}

// Called after every epoch: answer { learningRate } to change it, { stop: true } to end.
function onEpoch(epoch: Epoch): Choice {
  return {}
}
`
}
