import { formatOvertime } from '@/lib/format-hours.mjs'
import { formatHours } from '@/lib/hours.mjs'

interface Row {
  nurse_id: number
  hours: number
  overtime: number
}

export function HoursTable({ rows }: { rows: Row[] }) {
  return (
    <table>
      <caption>Hours this month</caption>
      <tbody>
        {rows.map((row) => (
          <tr key={row.nurse_id}>
            <th scope="row">{row.nurse_id}</th>
            <td>{formatHours(row.hours)}</td>
            <td>{formatOvertime(row.overtime)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
