'use client'

import { useQuery } from '@tanstack/react-query'
import { addShift, listShifts, moveShift, removeShift } from '@/lib/shifts.mjs'
import type { Shift } from './BoardColumn'
import { IconButton } from './IconButton'
import { TrashIcon } from './icons'
import { ShiftCard } from './ShiftCard'

export function ShiftEditor({ wardId }: { wardId: string }) {
  const shifts = useQuery<Shift[]>({ queryKey: ['shifts', wardId], queryFn: () => listShifts({ wardId }) })
  const add = (form: FormData) =>
    addShift({
      wardId: Number(wardId),
      nurseId: Number(form.get('nurse')),
      startsAt: form.get('from'),
      endsAt: form.get('until'),
    })
  return (
    <>
      <ul>
        {shifts.data?.map((shift) => (
          <li key={shift.id}>
            <ShiftCard shift={{ ...shift, nurse: `Nurse ${shift.nurse_id ?? 'wanted'}` }} />
            <button type="button" onClick={() => moveShift(shift, null)}>
              Leave open
            </button>
            <IconButton
              name={`Remove shift ${shift.id}`}
              icon={<TrashIcon />}
              onClick={() => removeShift(shift.id)}
            />
          </li>
        ))}
      </ul>
      <form action={add}>
        <input name="nurse" inputMode="numeric" aria-label="Nurse" />
        <input name="from" type="datetime-local" aria-label="From" />
        <input name="until" type="datetime-local" aria-label="Until" />
        <button type="submit">Add</button>
      </form>
    </>
  )
}
