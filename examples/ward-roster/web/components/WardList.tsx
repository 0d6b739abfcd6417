'use client'

import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { rememberWard } from '@/lib/board-memory.mjs'
import { handoverPack } from '@/lib/handover-pack.mjs'
import { listWards } from '@/lib/wards.mjs'
import { WardRow, type Ward } from './WardRow'

export function WardList() {
  const router = useRouter()
  const wards = useQuery<Ward[]>({ queryKey: ['wards'], queryFn: listWards })
  const pack = useQuery({ queryKey: ['handover'], queryFn: handoverPack })
  const open = (ward: Ward) => {
    rememberWard(ward.id)
    router.push(`/wards/${ward.id}`)
  }
  return (
    <>
      {wards.data?.map((ward) => (
        <WardRow key={ward.id} ward={ward} onOpen={open} />
      ))}
      <ul>
        {pack.data?.map(({ title, notes }) => (
          <li key={title}>{`${title}: ${notes}`}</li>
        ))}
      </ul>
    </>
  )
}
