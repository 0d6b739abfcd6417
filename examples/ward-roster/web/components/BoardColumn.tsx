'use client'

import dynamic from 'next/dynamic'
import { sumHours } from '@/lib/hours.mjs'
import { formatHours } from './hours-format'
import { ShiftActions } from './ShiftActions'
import { SwapButton } from './SwapButton'

const ShiftCard = dynamic(() => import('@legacy/ShiftCard').then((module) => module.ShiftCard))

export interface Shift {
  id: number
  kind: string
  starts_at: string
  ends_at: string
  nurse_id: number | null
  nurse: string
}

interface BoardColumnProps {
  day: string
  shifts: Shift[]
  onAct: (verb: string, shift: Shift) => void
}

export function BoardColumn({ day, shifts, onAct }: BoardColumnProps) {
  return (
    <section aria-label={day}>
      <h3>
        {day} <small>{formatHours(sumHours(shifts))}</small>
      </h3>
      {shifts.map((shift) => (
        <div key={shift.id} onFocus={() => onAct('select', shift)}>
          <ShiftCard shift={shift} />
          <ShiftActions onPin={() => onAct('pin', shift)} onClear={() => onAct('clear', shift)} />
          <SwapButton shiftId={shift.id} />
        </div>
      ))}
    </section>
  )
}
