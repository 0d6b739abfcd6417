import { label } from '@/lib/shifts.mjs'
import styles from './ShiftCard.module.css'

export interface ShiftCardProps {
  shift: { id: number; kind: string; starts_at: string; nurse: string }
}

export function ShiftCard({ shift }: ShiftCardProps) {
  return (
    <article className={styles.card} data-kind={shift.kind}>
      <strong>{shift.nurse}</strong> {label(shift)}
    </article>
  )
}
