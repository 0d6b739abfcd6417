'use client'

import { PinIcon, TrashIcon } from './icons'

interface ShiftActionsProps {
  onPin: () => void
  onClear: () => void
}

export function ShiftActions({ onPin, onClear }: ShiftActionsProps) {
  return (
    <div role="group" aria-label="Shift">
      <button type="button" onClick={onPin}>
        <PinIcon />
      </button>
      <button type="button" onClick={onClear}>
        <TrashIcon />
      </button>
    </div>
  )
}
