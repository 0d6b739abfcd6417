const FIGURES = [
  { label: 'Shifts covered', value: '98.4 %' },
  { label: 'Overtime this month', value: '112 h' },
  { label: 'Wishes granted', value: '87 %' },
]

export default function InsightsPage() {
  return (
    <main>
      <h1>Insights</h1>
      <dl>
        {FIGURES.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </main>
  )
}
