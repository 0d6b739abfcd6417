// Images are built with NEXT_PUBLIC_API_BASE=/api/v1; the default is for `next dev` beside an API without a proxy.
export function apiBase() {
  return process.env.NEXT_PUBLIC_API_BASE ?? 'http://localhost:8000/api/v1'
}
