'use client'

import { useEffect } from 'react'
import { applyEvent, connectLive } from '@/lib/live.mjs'
import { liveUrl } from '@/lib/live-url.mjs'
import { boardStore } from './board'

/** Keeps the board up to date while it is on the screen. */
export function useLive() {
  useEffect(() => {
    const apply = (event: { type: string }) => boardStore.set(applyEvent(boardStore.get(), event))
    return connectLive(liveUrl(), apply)
  }, [])
}
