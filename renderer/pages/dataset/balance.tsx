/** Seconds of each label, by split; and how sessions and labels meet. */
import type { LabelCount, Sample } from '../../../shared/model/sample.ts'
import { SPLITS } from '../../../shared/model/sample.ts'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { formatSeconds } from '../../components/format.ts'
import { LabelChip } from '../../components/label-chip.tsx'
import { labelLook } from '../../components/label-look.ts'
import { filterWord } from './filter.ts'

export function Balance({ labels }: { labels: readonly LabelCount[] }) {
  const most = Math.max(1e-9, ...labels.map((label) => label.seconds))
  return (
    <Card title="Seconds a label">
      <div className="dataset__balance">
        {labels.map((label) => (
          <LabelRow key={label.name} label={label} most={most} />
        ))}
      </div>
      <p className="ui-muted">From the left: train, validation (paler), test (palest).</p>
    </Card>
  )
}

function LabelRow({ label, most }: { label: LabelCount; most: number }) {
  const words = SPLITS.map((split) => `${split} ${formatSeconds(label.bySplit[split].seconds)}`).join(', ')
  return (
    <>
      <LabelChip name={label.name} color={label.color} count={label.count} />
      <div className="dataset__bar" role="img" aria-label={`${label.name}: ${words}`} title={words}>
        {SPLITS.map((split) => (
          <div
            key={split}
            className={`dataset__part--${split}`}
            style={{
              width: `${(100 * label.bySplit[split].seconds) / most}%`,
              background: `var(${labelLook(label.color).token})`,
            }}
          />
        ))}
      </div>
      <span className="ui-muted">{formatSeconds(label.seconds)}</span>
    </>
  )
}

interface MatrixProps {
  samples: readonly Sample[]
  labels: readonly LabelCount[]
  onFilter: (text: string) => void
}

const SESSIONS_SHOWN = 50

export function SessionMatrix({ samples, labels, onFilter }: MatrixProps) {
  const sessions = [...new Set(samples.map((sample) => sample.session))].sort()
  const counts = new Map<string, number>()
  for (const { session, label } of samples) {
    const key = `${session}\n${label ?? ''}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  const shown = sessions.slice(0, SESSIONS_SHOWN)
  return (
    <Card title="Sessions and labels">
      <div className="ui-table-scroll">
        <table className="ui-table">
          <caption>
            Samples of each session and label
            {shown.length < sessions.length && `, showing ${shown.length} of ${sessions.length} sessions`}
          </caption>
          <thead>
            <tr>
              <th scope="col">Session</th>
              {labels.map(({ name }) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((session) => (
              <tr key={session}>
                <th scope="row">{session}</th>
                {labels.map(({ name }) => {
                  const count = counts.get(`${session}\n${name}`) ?? 0
                  return (
                    <td key={name} className="ui-table__number">
                      {count === 0 ? (
                        0
                      ) : (
                        <Button
                          kind="quiet"
                          size="small"
                          aria-label={`${count} samples of ${name} in ${session}`}
                          onPress={() => onFilter(`${filterWord('session', session)} ${filterWord('label', name)}`)}
                        >
                          {count}
                        </Button>
                      )}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
}
