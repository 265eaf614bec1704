/** The board that is designed for: the connected one, else the one chosen, else the first that can be flashed. */
import type { BoardKind } from '../../shared/model/board.ts'
import { useLayout } from './layout.ts'
import { useAppState } from './store.ts'
import { useQuery } from './use-query.ts'

export interface FitBoard {
  board: BoardKind | null
  boards: readonly BoardKind[]
  choose: (id: string) => void
}

export function useFitBoard(): FitBoard {
  const { data } = useQuery('deploy/boards', {})
  const connected = useAppState((state) => state.connection?.info?.board ?? null)
  const [chosen, choose] = useLayout('fit/board', '')
  const boards = data ?? []
  const find = (id: string | null): BoardKind | undefined => boards.find((board) => board.id === id)
  const board = find(chosen) ?? find(connected) ?? boards.find((one) => one.prebuilt) ?? boards[0] ?? null
  return { board, boards, choose }
}
