'use client'

import { useRosters, usePublish } from '@/hooks/rosters'
import { draftRoster, lockRoster, rebuildRoster, solveRoster } from '@/lib/rosters.mjs'

interface Roster {
  id: number
  ward_id: number
  week: string
  status: string
}

export function RosterBar({ wardId, today }: { wardId: number; today: string }) {
  const { rosters, open } = useRosters(wardId)
  const publish = usePublish()
  return (
    <div role="group" aria-label="Rosters">
      {rosters.map((roster: Roster) => (
        <p key={roster.id}>
          {roster.week} is {roster.status}.{' '}
          <button type="button" onClick={() => publish.mutate(roster.id)}>
            Publish
          </button>
          <button type="button" onClick={() => rebuildRoster(roster.id)}>
            Build again
          </button>
          <button type="button" onClick={() => lockRoster(roster.id)}>
            Lock
          </button>
        </p>
      ))}
      <p>{open} shifts are open.</p>
      <button type="button" onClick={() => draftRoster(wardId, today)}>
        Draft this week
      </button>
      <button type="button" onClick={() => solveRoster(wardId, today, 'greedy')}>
        Try the quick solver
      </button>
    </div>
  )
}
