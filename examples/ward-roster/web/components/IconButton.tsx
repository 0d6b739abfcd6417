import type { ReactNode } from 'react'

/** A button that shows nothing but an icon; its name is read aloud and shown on hover. */
export function IconButton({ name, icon, onClick }: { name: string; icon: ReactNode; onClick: () => void }) {
  return (
    <button type="button" aria-label={name} title={name} onClick={onClick}>
      {icon}
    </button>
  )
}
