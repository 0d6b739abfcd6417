'use client'

import { rememberTheme } from '@/lib/board-memory.mjs'
import { MoonIcon } from './icons'

export function ThemeToggle() {
  const toggle = () => {
    const next = document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark'
    document.documentElement.dataset.theme = next
    rememberTheme(next)
  }
  return (
    <button type="button" aria-label="Dark or light" onClick={toggle}>
      <MoonIcon />
    </button>
  )
}
