/** A model file that a person brought, from the moment it is chosen or dropped until it is used or put aside. */
import { create } from 'zustand'
import type { AppError } from '../../shared/contract/errors.ts'
import type { Input } from '../../shared/contract/operations.ts'
import type { InspectedModel } from '../../shared/contract/operations/imported.ts'
import type { BridgeClient } from '../ipc/bridge.ts'
import { toAppError } from './use-operation.ts'

type Given = Input<'models/inspect'>

interface OwnModel {
  given: Given
  seen: InspectedModel | null
  error: AppError | null
}

const NOTHING: OwnModel = { given: {}, seen: null, error: null }

export const useOwnModel = create<OwnModel>(() => NOTHING)

/** A model, or the weights of one; everything else that is dropped holds samples. */
export function isModelFile(name: string): boolean {
  return /(\.tflite|\.bin|^model\.json)$/i.test(name)
}

export async function lookAtModel(client: BridgeClient, given: Given): Promise<void> {
  useOwnModel.setState(NOTHING)
  try {
    const seen = await client.call('models/inspect', given)
    useOwnModel.setState({ given, seen, error: null })
  } catch (thrown) {
    useOwnModel.setState({ given, seen: null, error: toAppError(thrown) })
  }
}

export function putModelAside(): void {
  useOwnModel.setState(NOTHING)
}
