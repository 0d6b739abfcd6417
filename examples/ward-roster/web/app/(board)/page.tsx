import { WardList } from '@/components/WardList'

export default function BoardPage() {
  return (
    <main>
      <h1>Wards</h1>
      <WardList />
    </main>
  )
}
