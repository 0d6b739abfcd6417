import { NextResponse, type NextRequest } from 'next/server'

/** Nobody sees the pages of the administration without a session. */
export function middleware(request: NextRequest) {
  if (request.cookies.has('wr_session')) return NextResponse.next()
  return NextResponse.redirect(new URL('/login', request.url))
}

export const config = { matcher: ['/admin/:path*'] }
