'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { listRequests } from '@/lib/requests.mjs'

export function useRequests(status: string) {
  const client = useQueryClient()
  const wishes = useQuery({ queryKey: ['requests', status], queryFn: () => listRequests(status) })
  return { wishes: wishes.data ?? [], changed: () => client.invalidateQueries({ queryKey: ['requests'] }) }
}
