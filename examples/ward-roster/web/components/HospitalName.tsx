'use client'

export function HospitalName() {
  return <strong title={process.env.NEXT_PUBLIC_RELEASE}>{process.env.NEXT_PUBLIC_HOSPITAL_NAME}</strong>
}
