/** What the dataset will look like, drawn from three made-up signals. */
import { LabelChip } from '../../components/label-chip.tsx'
import { Thumbnail } from '../../plots/thumbnail.tsx'

const COLUMNS = 60
const EXAMPLES = [
  { label: 'wave', turns: 5 },
  { label: 'circle', turns: 2 },
  { label: 'shake', turns: 11 },
] as const
const TREMBLE = 0.1

/** `[axis][column][least, greatest]`: two axes a quarter turn apart. */
function picture(turns: number): Float32Array {
  return Float32Array.from({ length: 2 * COLUMNS * 2 }, (_, place) => {
    const column = Math.floor(place / 2) % COLUMNS
    const quarter = place < COLUMNS * 2 ? 0 : Math.PI / 2
    return Math.sin((2 * Math.PI * turns * column) / COLUMNS + quarter) + (place % 2 === 0 ? -TREMBLE : TREMBLE)
  })
}

const PICTURES = EXAMPLES.map(({ turns }) => picture(turns))

export function ExampleRows() {
  return (
    <div aria-hidden="true">
      {EXAMPLES.map(({ label }, place) => (
        <div key={label} className="dataset__example-row">
          <Thumbnail axes={2} values={PICTURES[place] ?? new Float32Array()} />
          <LabelChip name={label} color={place} />
        </div>
      ))}
    </div>
  )
}
