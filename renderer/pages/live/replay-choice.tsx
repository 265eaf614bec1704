/** Lets the simulated board feel a recording instead of the hand: one the model has not learned from, to try it fairly. */
import { useMemo } from 'react'
import { useAppState } from '../../app/store.ts'
import { useOperation } from '../../app/use-operation.ts'
import { useQuery } from '../../app/use-query.ts'
import { Alert, ErrorAlert } from '../../components/alert.tsx'
import { Select } from '../../components/select.tsx'

const HAND = 'hand'

export function ReplayChoice() {
  const path = useAppState((state) => state.project?.path)
  const replayed = useAppState((state) => state.replay)
  const motion = useAppState((state) => state.motion)
  const list = useQuery('samples/list', {}, { refreshOn: ['samples/changed'], version: path })
  const replay = useOperation('devices/replay')
  const hand = useOperation('devices/motion')
  const unseen = useMemo(
    () => (list.data ?? []).filter((sample) => sample.split === 'test' && sample.enabled),
    [list.data],
  )
  if (unseen.length === 0 || motion === null) return null
  const options = [
    { value: HAND, label: 'the simulated hand' },
    ...unseen.map((sample) => ({ value: String(sample.id), label: `${sample.name} (${sample.label ?? 'no label'})` })),
  ]
  const value = String(replayed?.sampleId ?? HAND)
  return (
    <>
      <Select
        label="The board feels"
        help="Recordings kept for testing: the model has not learned from them."
        value={options.some((option) => option.value === value) ? value : HAND}
        options={options}
        onChange={(chosen) => {
          if (chosen === HAND) void hand.run({ motion })
          else void replay.run({ sampleId: Number(chosen) })
        }}
      />
      <ErrorAlert error={replay.error ?? hand.error} />
      {replayed && (
        <Alert kind="info">
          {replayed.name} is played again and again{replayed.label !== null && `: it should answer ‘${replayed.label}’`}
          .
        </Alert>
      )}
    </>
  )
}
