'use client'

export function SwapButton({ shiftId }: { shiftId: number }) {
  return (
    <button type="button" onClick={() => console.log('swap', shiftId)}>
      Offer a swap
    </button>
  )
}
