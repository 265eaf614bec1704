/** Which labels are hard to tell apart, and which features tell them apart. */
import type { Output } from '../../../shared/contract/operations.ts'
import { useLayout } from '../../app/layout.ts'
import { useQuery } from '../../app/use-query.ts'
import { ErrorAlert } from '../../components/alert.tsx'
import { Button } from '../../components/button.tsx'
import { Details } from '../../components/details.tsx'
import { formatCount } from '../../components/format.ts'
import { Table } from '../../components/table.tsx'
import { threeDigits } from '../../plots/quantities.ts'

type Measured = Output<'explorer/measures'>
type Pair = Measured['pairs'][number]
type Feature = Measured['importance'][number]

interface Props {
  version: string
  onShowPair: (first: string, second: string) => void
  onShowFeatures: (features: [number, number, number]) => void
}

const SHOWN_PAIRS = 10
const SHOWN_FEATURES = 12

export function Measures({ version, onShowPair, onShowFeatures }: Props) {
  const { data, error } = useQuery('explorer/measures', {}, { version })
  const [open, setOpen] = useLayout('explorer/importance', false)
  if (!data) return <ErrorAlert error={error} />
  const left =
    data.windows < data.total ? ` Measured on ${formatCount(data.windows)} of ${formatCount(data.total)}.` : ''
  return (
    <>
      <section aria-label="Pairs hard to tell apart">
        <h2>Pairs hard to tell apart</h2>
        <p className="ui-muted">Windows whose nearest neighbours from other samples have the other label.{left}</p>
        {data.pairs.length === 0 ? (
          <p>There is no pair yet: two labels with two samples each are needed.</p>
        ) : (
          <Pairs pairs={data.pairs.slice(0, SHOWN_PAIRS)} onShow={onShowPair} />
        )}
      </section>
      <Details label="Features that tell labels apart" open={open} onToggle={setOpen}>
        {data.importance.length >= 3 && (
          <Button
            size="small"
            onPress={() => {
              const [first, second, third] = data.importance
              onShowFeatures([first?.feature ?? 0, second?.feature ?? 0, third?.feature ?? 0])
            }}
          >
            Show the best three on the map
          </Button>
        )}
        <Features features={data.importance.slice(0, SHOWN_FEATURES)} />
      </Details>
    </>
  )
}

function Pairs({ pairs, onShow }: { pairs: readonly Pair[]; onShow: Props['onShowPair'] }) {
  return (
    <Table
      caption="Pairs hard to tell apart, the hardest first"
      hideCaption
      rows={pairs}
      keyOf={({ first, second }: Pair) => `${first} ${second}`}
      columns={[
        {
          title: 'Pair',
          kind: 'head',
          render: ({ first, second }) => (
            <Button size="small" kind="quiet" onPress={() => onShow(first, second)}>
              {first} and {second}
            </Button>
          ),
        },
        {
          title: 'Mixed up',
          kind: 'number',
          render: ({ mixedUp, windows }) =>
            `${formatCount(mixedUp)} of ${formatCount(windows)} (${Math.round((100 * mixedUp) / windows)} %)`,
        },
      ]}
    />
  )
}

function Features({ features }: { features: readonly Feature[] }) {
  const most = Math.max(1e-9, ...features.map(({ score }) => score))
  return (
    <Table
      caption="F value of each feature: spread between labels over spread within them"
      rows={features}
      keyOf={({ feature }: Feature) => feature}
      columns={[
        { title: 'Feature', kind: 'head', render: ({ name }) => name },
        { title: 'F', kind: 'number', render: ({ score }) => threeDigits(score) },
        { title: 'Of the best', kind: 'number', render: ({ score }) => `${Math.round((100 * score) / most)} %` },
      ]}
    />
  )
}
