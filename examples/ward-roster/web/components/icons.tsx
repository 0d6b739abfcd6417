const icon = (path: string) =>
  function Icon() {
    return (
      <svg aria-hidden="true" viewBox="0 0 24 24" width="20" height="20">
        <path d={path} fill="none" stroke="currentColor" strokeWidth="2" />
      </svg>
    )
  }

export const TrashIcon = icon('M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13')
export const PinIcon = icon('M9 4h6l-1 7 3 3H7l3-3zM12 14v6')
export const CloseIcon = icon('M6 6l12 12M18 6L6 18')
export const RefreshIcon = icon('M19 12a7 7 0 1 1-2-5M19 4v4h-4')
export const MoonIcon = icon('M19 15A8 8 0 0 1 9 5a8 8 0 1 0 10 10z')
