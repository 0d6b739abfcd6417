import { CloseIcon } from './icons'

export function CloseButton({ onClose }: { onClose: () => void }) {
  return (
    <button type="button" onClick={onClose}>
      <CloseIcon />
      <span className="sr-only">Close</span>
    </button>
  )
}
