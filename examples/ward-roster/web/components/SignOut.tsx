'use client'

import { signOut } from '@/lib/auth.mjs'

export function SignOut() {
  return (
    <button type="button" onClick={signOut}>
      Sign out
    </button>
  )
}
