'use client'

interface Row {
  nurse_id: number
  hours: number
}

/** How evenly the hours are spread; loaded late, because few people scroll down to it. */
export default function FairnessChart({ rows }: { rows: Row[] }) {
  const most = Math.max(1, ...rows.map(({ hours }) => hours))
  return (
    <figure>
      <figcaption>Hours a nurse</figcaption>
      {rows.map(({ nurse_id: nurse, hours }) => (
        <meter key={nurse} min={0} max={most} value={hours} aria-label={`Nurse ${nurse}`} />
      ))}
    </figure>
  )
}
