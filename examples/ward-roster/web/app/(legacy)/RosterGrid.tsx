import { ShiftCard, type ShiftCardProps } from './ShiftCard'

export function RosterGrid({ shifts }: { shifts: ShiftCardProps['shift'][] }) {
  return (
    <section>
      {shifts.map((shift) => (
        <ShiftCard key={shift.id} shift={shift} />
      ))}
    </section>
  )
}
