import { RequestList } from '@/components/RequestList'

export default function RequestsPage() {
  return (
    <main>
      <h1>Wishes and swaps</h1>
      <RequestList />
    </main>
  )
}
