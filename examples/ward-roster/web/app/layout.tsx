import type { ReactNode } from 'react'
import { HospitalName } from '@/components/HospitalName'
import { Providers } from '@/components/Providers'
import { SignOut } from '@/components/SignOut'
import { SupportLink } from '@/components/SupportLink'
import { ThemeToggle } from '@/components/ThemeToggle'
import { release } from '@/lib/release.mjs'
import { themeScript } from '@/lib/theme-script.mjs'
import './globals.css'

export const metadata = { title: 'Ward roster' }

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en" suppressHydrationWarning>
      <head>
        <script dangerouslySetInnerHTML={{ __html: themeScript }} />
      </head>
      <body>
        <Providers>{children}</Providers>
        <footer>
          <HospitalName /> · {release()} · <SupportLink /> <ThemeToggle /> <SignOut />
        </footer>
      </body>
    </html>
  )
}
