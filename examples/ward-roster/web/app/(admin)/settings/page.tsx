'use client'

import { useState } from 'react'
import { ReportDownload } from '@/components/ReportDownload'
import { clearCache, warmCache } from '@/lib/admin.mjs'

export default function SettingsPage() {
  const [note, setNote] = useState('')
  const tell = (done: boolean) => setNote(done ? 'Done.' : 'That did not work.')

  return (
    <main>
      <h1>Settings</h1>
      <button type="button" onClick={async () => tell(await warmCache())}>
        Fetch the wards again
      </button>
      <button type="button" onClick={async () => tell(await clearCache())}>
        Forget the wards
      </button>
      <p role="status">{note}</p>
      <ReportDownload wardId="1" />
    </main>
  )
}
