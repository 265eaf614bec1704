/** Put the model on the board, or take it away as files. */
import { useState } from 'react'
import type { Connection } from '../../../shared/model/board.ts'
import type { Run } from '../../../shared/model/run.ts'
import { Page } from '../../app/page.tsx'
import { goTo } from '../../app/route.ts'
import { useAppState } from '../../app/store.ts'
import { type FitBoard, useFitBoard } from '../../app/use-fit-board.ts'
import { useQuery } from '../../app/use-query.ts'
import { Alert, ErrorAlert } from '../../components/alert.tsx'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import './deploy-page.css'
import { FilesCard } from './files-card.tsx'
import { FlashCard } from './flash-card.tsx'
import { TargetCard } from './target-card.tsx'
import { useFlash } from './use-flash.ts'

export function DeployPage() {
  const step = useAppState((state) => state.steps.deploy)
  const model = useAppState((state) => state.model)
  const connection = useAppState((state) => state.connection)
  const path = useAppState((state) => state.project?.path)
  const runs = useQuery('training/runs', {}, { enabled: model !== null, version: `${path} ${model?.runId}` })
  const run = runs.data?.find((one) => one.id === model?.runId) ?? null
  const fit = useFitBoard()
  const flash = useFlash()
  const [asking, setAsking] = useState(false)

  function press(): void {
    if (overwritesProgram(connection)) setAsking(true)
    else flash.run()
  }
  const primary = flash.running
    ? { label: 'Cancel', onPress: flash.cancel }
    : !connection && model
      ? { label: 'Connect a board', onPress: () => goTo('devices') }
      : { label: 'Flash', onPress: press, ...blocked({ model: model !== null, connection, run, fit }) }
  return (
    <Page title="Deploy" purpose="Put the model on the board, or take it away as files." badge={step} primary={primary}>
      <div className="deploy">
        <div className="deploy__column">
          <TargetCard run={run} fit={fit} />
        </div>
        <div className="deploy__column">
          <ErrorAlert error={flash.error} action={<Button onPress={press}>Try again</Button>} />
          {flash.steps ? (
            <FlashCard steps={flash.steps} answered={flash.answered} />
          ) : (
            <EmptyState sentence="Here the six steps of flashing will be ticked off, down to the board's own answer." />
          )}
          {flash.answered !== null && (
            <Alert kind="info" action={<a href="#/live">Try it live</a>}>
              Now board and computer can judge side by side.
            </Alert>
          )}
        </div>
        <div className="deploy__wide">
          {model ? (
            <FilesCard modelHash={model.modelHash} />
          ) : (
            <EmptyState
              sentence="There is no model yet. Train one, then it can be taken away as files."
              action={<a href="#/training">Training</a>}
            />
          )}
        </div>
      </div>
      {asking && (
        <Overwrite
          name={connection?.name ?? 'The board'}
          onClose={() => setAsking(false)}
          onOverwrite={() => {
            setAsking(false)
            flash.run()
          }}
        />
      )}
    </Page>
  )
}

/** A program that does not speak our protocol would be lost; a simulated one is made anew at any time. */
function overwritesProgram(connection: Connection | null): boolean {
  return connection !== null && !connection.simulated && connection.protocol !== 'workbench'
}

interface Facts {
  model: boolean
  connection: Connection | null
  run: Run | null
  fit: FitBoard
}

function blocked({ model, connection, run, fit }: Facts): { disabled: true; reason: string } | object {
  const no = (reason: string) => ({ disabled: true as const, reason })
  if (!model) return no('Train a model first.')
  if (connection && connection.state !== 'connected') return no(`The board is ${connection.state}.`)
  const target = fit.boards.find((board) => board.id === connection?.info?.board)
  if (!target || !run) return {}
  if (run.flashBytes > target.flashBytes) return no(tooBig(target.name, 'flash', [run.flashBytes, target.flashBytes]))
  if (run.ramBytes > target.ramBytes) return no(tooBig(target.name, 'memory', [run.ramBytes, target.ramBytes]))
  return {}
}

function tooBig(name: string, what: string, [needed, there]: [number, number]): string {
  const count = (bytes: number): string => bytes.toLocaleString('en')
  return `Too big for the ${name}: it needs ${count(needed)} bytes of ${what}, the board has ${count(there)}.`
}

interface OverwriteProps {
  name: string
  onClose: () => void
  onOverwrite: () => void
}

function Overwrite({ name, onClose, onOverwrite }: OverwriteProps) {
  return (
    <Dialog
      title="Overwrite the program on the board?"
      onClose={onClose}
      buttons={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button kind="primary" onPress={onOverwrite}>
            Overwrite the board
          </Button>
        </>
      }
    >
      <p>{name} runs another program. It is lost when the model is put onto the board.</p>
    </Dialog>
  )
}
