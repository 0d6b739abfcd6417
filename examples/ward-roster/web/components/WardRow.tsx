import { colourOf } from '@/lib/ward-colours.mjs'
import { label } from '@/lib/wards.mjs'

export interface Ward {
  id: number
  name: string
  beds: number
  closed: boolean
}

export function WardRow({ ward, onOpen }: { ward: Ward; onOpen: (ward: Ward) => void }) {
  return (
    <div onClick={() => onOpen(ward)} style={{ borderLeft: `4px solid ${colourOf(ward)}` }}>
      <span aria-hidden="true">{label(ward)}</span> {ward.name}
    </div>
  )
}
