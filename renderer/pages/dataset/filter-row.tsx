/** Filter, order and number of rows of the table. */
import { Button } from '../../components/button.tsx'
import { Alert } from '../../components/alert.tsx'
import { formatCount, formatNumberOf } from '../../components/format.ts'
import { Select } from '../../components/select.tsx'
import { TextField } from '../../components/text-field.tsx'
import { isOrder, type Order, ORDERS } from './sort.ts'

interface Props {
  filter: string
  onFilter: (text: string) => void
  /** What of the filter is not understood. */
  problem: string | null
  order: Order
  onOrder: (order: Order) => void
  shown: number
  total: number
  wide: boolean
  onWide: (wide: boolean) => void
}

export function FilterRow(props: Props) {
  const { filter, onFilter, problem, order, onOrder, shown, total, wide, onWide } = props
  return (
    <>
      <div className="dataset__filter">
        <TextField
          label="Filter"
          type="search"
          placeholder="label:wave length<1"
          title="Words, or conditions on label: name: split: session: health: used: source: device: axes: length< rate> readings=. A minus in front turns one around."
          value={filter}
          onChange={onFilter}
        />
        <Select
          label="Order"
          value={order}
          options={ORDERS}
          onChange={(value) => onOrder(isOrder(value) ? value : 'added')}
        />
        <div className="ui-row">
          {filter !== '' && <Button onPress={() => onFilter('')}>Clear filter</Button>}
          <Button pressed={wide} onPress={() => onWide(!wide)}>
            All columns
          </Button>
          <span role="status">
            {shown === total
              ? formatNumberOf(total, 'sample')
              : `${formatCount(shown)} of ${formatCount(total)} samples`}
          </span>
        </div>
      </div>
      {problem !== null && <Alert kind="stale">{problem}</Alert>}
    </>
  )
}
