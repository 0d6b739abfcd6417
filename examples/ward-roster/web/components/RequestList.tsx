'use client'

import { useState } from 'react'
import { useRequests } from '@/hooks/requests'
import { acceptRequest, askFor } from '@/lib/requests.mjs'
import { CloseButton } from './CloseButton'

interface Wish {
  id: number
  kind: string
  shift_id: number
}

export function RequestList() {
  const [isOpen, setIsOpen] = useState(true)
  const { wishes, changed } = useRequests('open')
  const ask = (form: FormData) =>
    askFor({ shiftId: Number(form.get('shift')), kind: String(form.get('kind')) }).then(changed)
  if (!isOpen) return null
  return (
    <section aria-label="Wishes">
      <CloseButton onClose={() => setIsOpen(false)} />
      {wishes.map((wish: Wish) => (
        <p key={wish.id}>
          {wish.kind} of shift {wish.shift_id}
          <button type="button" onClick={() => acceptRequest(wish.id).then(changed)}>
            Accept
          </button>
        </p>
      ))}
      <form action={ask}>
        <label>
          Shift <input name="shift" inputMode="numeric" required />
        </label>
        <label>
          What <input name="kind" defaultValue="swap" required />
        </label>
        <button type="submit">Ask</button>
      </form>
    </section>
  )
}
