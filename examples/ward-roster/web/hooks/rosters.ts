'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { listRosters, publishRoster, rosterSummary } from '@/lib/rosters.mjs'

/** The rosters of a ward, and how many shifts of the latest are open. */
export function useRosters(wardId: number) {
  const all = useQuery({ queryKey: ['rosters', wardId], queryFn: listRosters })
  const rosters = (all.data ?? []).filter((roster: { ward_id: number }) => roster.ward_id === wardId)
  const latest = rosters.at(-1)?.id
  const summary = useQuery({
    queryKey: ['summary', latest],
    queryFn: () => rosterSummary(latest),
    enabled: Boolean(latest),
  })
  return { rosters, open: summary.data?.open ?? 0 }
}

export function usePublish() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: publishRoster,
    onSuccess: () => client.invalidateQueries({ queryKey: ['roster'] }),
  })
}
