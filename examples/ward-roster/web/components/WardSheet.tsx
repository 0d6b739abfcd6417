'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { recallColumns, rememberColumns } from '@/lib/board-memory.mjs'
import { callFirst } from '@/lib/cover.mjs'
import { listNurses } from '@/lib/nurses.mjs'
import { hoursReport } from '@/lib/reports.mjs'
import { getWard } from '@/lib/wards.mjs'
import { AbsenceForm } from './AbsenceForm'
import { Board } from './Board'
import { NurseCard } from './NurseCard'
import { NurseTile } from './NurseTile'
import { ShiftEditor } from './ShiftEditor'

interface Row {
  nurse_id: number
  hours: number
}

export function WardSheet({ wardId }: { wardId: string }) {
  const today = new Date().toISOString().slice(0, 10)
  const month = today.slice(0, 7)
  const ward = useQuery({ queryKey: ['ward', wardId], queryFn: () => getWard(wardId) })
  const nurses = useQuery({ queryKey: ['nurses'], queryFn: () => listNurses('name') })
  const report = useQuery({ queryKey: ['hours', month], queryFn: () => hoursReport(month) })
  const [columns, setColumns] = useState<string[]>(recallColumns)
  const hoursOf = (id: number) => report.data?.rows.find((row: Row) => row.nurse_id === id)?.hours ?? 0
  const rows: { id: number; name: string; hours: number; ward_id: number }[] = (nurses.data ?? []).map(
    (nurse: { id: number; name: string; ward_id: number }) => ({ ...nurse, hours: hoursOf(nurse.id) }),
  )
  const showNames = () => {
    rememberColumns(['name'])
    setColumns(['name'])
  }

  return (
    <>
      <h1>{ward.data?.name}</h1>
      <button type="button" onClick={showNames}>
        Names only
      </button>
      <p>If somebody is ill, call {callFirst(rows)?.name ?? 'the agency'} first.</p>
      {columns.includes('hours')
        ? rows.map((nurse) => <NurseCard key={nurse.id} nurse={nurse} />)
        : rows.map((nurse) => <NurseTile key={nurse.id} nurse={nurse} />)}
      <AbsenceForm />
      <ShiftEditor wardId={wardId} />
      <Board wardId={wardId} today={today} />
    </>
  )
}
