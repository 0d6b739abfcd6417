import { formatHours } from '@/lib/hours.mjs'
import { initials, printedName } from '@/lib/names.mjs'

export interface NurseTileRow {
  id: number
  name: string
  hours: number
  ward_id: number
}

export function NurseTile({ nurse }: { nurse: NurseTileRow }) {
  const isOver = nurse.hours > 150
  const share = Math.round((nurse.hours / 150) * 100)
  return (
    <article data-over={isOver}>
      <header>
        <span aria-hidden="true">{initials(nurse)}</span>
        <h3>{printedName(nurse)}</h3>
      </header>
      <p>
        {formatHours(nurse.hours)} this month
        {isOver && <strong> (more than agreed)</strong>}
      </p>
      <dl>
        <dt>Ward</dt>
        <dd>{nurse.ward_id}</dd>
        <dt>Share of the agreed hours</dt>
        <dd>{share} %</dd>
      </dl>
    </article>
  )
}
