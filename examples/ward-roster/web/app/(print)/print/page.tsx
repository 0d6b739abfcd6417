import { cookies } from 'next/headers'
import { printedName } from '@/lib/names.mjs'
import { serverRequest } from '@/lib/server-api.mjs'
import { SESSION_COOKIE } from '@/lib/server-session.mjs'
import { weekOf } from '@/lib/week.mjs'

interface Nurse {
  id: number
  name: string
}

/** Opened by the printer of the nurses' station, which has a bookmark and no menu. */
export default async function PrintPage() {
  const token = (await cookies()).get(SESSION_COOKIE)?.value
  const nurses: Nurse[] = await (await serverRequest('/nurses', { token })).json()
  return (
    <main>
      <h1>Week {weekOf(new Date().toISOString().slice(0, 10))}</h1>
      <ol>
        {nurses.map((nurse) => (
          <li key={nurse.id}>{printedName(nurse)}</li>
        ))}
      </ol>
    </main>
  )
}
