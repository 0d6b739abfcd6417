'use client'

import { useState } from 'react'
import { previewBonus } from '@/lib/bonus-preview.mjs'
import { bonusReport } from '@/lib/reports.mjs'
import { addNote } from '@/lib/wards.mjs'

export function ReportDownload({ wardId }: { wardId: string }) {
  const [paid, setPaid] = useState<Record<string, number>>({})
  const night = previewBonus({ hours: [22, 23, 0, 1], hourly: 2400, isSunday: false, isHoliday: false })
  return (
    <p>
      <a href="http://localhost:8000/api/v1/reports/coverage.csv?roster_id=1">Coverage</a>{' '}
      <a href="/api/export">Nurses</a> Half a night is worth {night} cents.
      <button type="button" onClick={() => bonusReport(wardId).then(setPaid)}>
        Bonuses of {Object.keys(paid).length} nurses
      </button>
      <button type="button" onClick={() => addNote(wardId, 'The bonuses were taken out')}>
        Note it
      </button>
    </p>
  )
}
