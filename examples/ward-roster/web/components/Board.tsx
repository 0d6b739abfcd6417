'use client'

import dynamic from 'next/dynamic'
import { useQuery } from '@tanstack/react-query'
import { useBoard } from '@/hooks/board'
import { useLive } from '@/hooks/live'
import { printedName } from '@/lib/names.mjs'
import { listNurses } from '@/lib/nurses.mjs'
import { hoursReport } from '@/lib/reports.mjs'
import { listShifts } from '@/lib/shifts.mjs'
import { daysOf } from '@/lib/week.mjs'
import { BoardColumn, type Shift } from './BoardColumn'
import { HoursTable } from './HoursTable'
import { IconButton } from './IconButton'
import { RefreshIcon } from './icons'
import { RosterBar } from './RosterBar'

const FairnessChart = dynamic(() => import('@/components/FairnessChart'), { ssr: false })

interface Nurse {
  id: number
  name: string
}

export function Board({ wardId, today }: { wardId: string; today: string }) {
  const { board, act, refresh } = useBoard()
  const month = today.slice(0, 7)
  const shifts = useQuery<Shift[]>({ queryKey: ['shifts', wardId], queryFn: () => listShifts({ wardId }) })
  const nurses = useQuery<Nurse[]>({ queryKey: ['nurses'], queryFn: () => listNurses('name') })
  const hours = useQuery({ queryKey: ['hours', month], queryFn: () => hoursReport(month) })
  useLive()

  const nameOf = (id: number | null) =>
    printedName(nurses.data?.find((nurse) => nurse.id === id) ?? { name: '' })
  const named = (shifts.data ?? []).map((shift) => ({ ...shift, nurse: nameOf(shift.nurse_id) }))

  return (
    <section aria-label="Board">
      <IconButton name="Read again" icon={<RefreshIcon />} onClick={refresh} />
      <p role="status">{board.notice}</p>
      <RosterBar wardId={Number(wardId)} today={today} />
      {daysOf(today).map((day: string) => (
        <BoardColumn
          key={day}
          day={day}
          shifts={named.filter((shift) => shift.starts_at.startsWith(day))}
          onAct={act}
        />
      ))}
      <HoursTable rows={hours.data?.rows ?? []} />
      <FairnessChart rows={hours.data?.rows ?? []} />
    </section>
  )
}
