'use client'

export function SupportLink() {
  return <a href={`mailto:${process.env.VITE_SUPPORT_MAIL}`}>Help</a>
}
