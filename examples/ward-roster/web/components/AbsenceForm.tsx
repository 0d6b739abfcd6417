'use client'

import { useQuery } from '@tanstack/react-query'
import { addAbsence, listNurses } from '@/lib/nurses.mjs'

interface Nurse {
  id: number
  name: string
}

export function AbsenceForm() {
  const nurses = useQuery<Nurse[]>({ queryKey: ['nurses'], queryFn: () => listNurses('name') })
  const submit = (form: FormData) => addAbsence(form.get('nurse'), form.get('from'), form.get('until'))
  return (
    <form action={submit}>
      <select name="nurse" aria-label="Who is away">
        {nurses.data?.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      <input name="from" type="date" aria-label="From" />
      <input name="until" type="date" aria-label="Until" />
      <button type="submit">Enter</button>
    </form>
  )
}
