import { WardSheet } from '@/components/WardSheet'

export default async function WardPage({ params }: { params: Promise<{ wardId: string }> }) {
  const { wardId } = await params
  return (
    <main>
      <WardSheet wardId={wardId} />
    </main>
  )
}
