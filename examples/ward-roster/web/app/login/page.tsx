'use client'

import { useRouter } from 'next/navigation'
import { useState, type FormEvent } from 'react'
import { signIn } from '@/lib/auth.mjs'

export default function LoginPage() {
  const router = useRouter()
  const [hasFailed, setHasFailed] = useState(false)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const isIn = await signIn(String(form.get('email')), String(form.get('password')))
    if (isIn) router.push('/')
    setHasFailed(!isIn)
  }

  return (
    <main>
      <h1>Sign in</h1>
      <form onSubmit={submit}>
        <label>
          Email <input name="email" type="email" required />
        </label>
        <label>
          Password <input name="password" type="password" required />
        </label>
        <button type="submit">Sign in</button>
        {hasFailed && <p role="alert">Email or password is wrong.</p>}
      </form>
    </main>
  )
}
