import { SHIFT_COLOURS } from './shift-colours'

export interface ShiftCardProps {
  shift: { id: number; kind: string; starts_at: string; nurse: string }
}

export function ShiftCard({ shift }: ShiftCardProps) {
  return (
    <article style={{ background: SHIFT_COLOURS[shift.kind] }}>
      {shift.nurse} from {shift.starts_at.slice(11, 16)}
    </article>
  )
}
