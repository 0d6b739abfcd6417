'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { createBoardStore } from '@/lib/board-store.mjs'
import { runAction } from '@/lib/run-action.mjs'

export const boardStore = createBoardStore()

export function useBoard() {
  const client = useQueryClient()
  const board = useSyncExternalStore(boardStore.subscribe, boardStore.get, boardStore.get)
  return {
    board,
    act: (verb: string, shift: unknown) => boardStore.set(runAction(boardStore.get(), verb, shift)),
    refresh: () => client.invalidateQueries(),
  }
}
