'use client'

import { useEffect, useState } from 'react'
import { changeRole, listUsers } from '@/lib/admin.mjs'
import { listStaff } from '@/lib/nurses.mjs'

interface User {
  id: number
  email: string
  role: string
}

export default function UsersPage() {
  const [users, setUsers] = useState<User[]>([])
  const [phones, setPhones] = useState<string[]>([])

  useEffect(() => {
    listUsers().then(setUsers)
    listStaff().then((staff: { phone: string }[]) => setPhones(staff.map(({ phone }) => phone)))
  }, [])

  return (
    <main>
      <h1>Users</h1>
      <ul>
        {users.map((user) => (
          <li key={user.id}>
            {user.email} is {user.role}
            <button type="button" onClick={() => changeRole(user.id, 'planner')}>
              Make planner
            </button>
          </li>
        ))}
      </ul>
      <p>{phones.join(', ')}</p>
    </main>
  )
}
