// What an assistant may ask. Each tool is a function of a reader and the arguments.
export async function listWards(read) {
  return (await read('/wards')).filter(({ closed }) => !closed).map(({ id, name }) => ({ id, name }))
}

export const findNurse = (read, { term }) => read(`/nurses/search?term=${encodeURIComponent(term)}`)

/** Who works on a ward on a day. Bank nurses stand as placeholder until the agency names one. */
export async function whoIsOn(read, { ward, day }) {
  const shifts = await read(`/shifts?ward_id=${ward}&day=${day}`)
  return shifts.map(({ kind, nurse_id: nurse }) => ({ kind, nurse: nurse ?? 'placeholder (bank nurse)' }))
}

export async function rosterStatus(read, { roster }) {
  const { status } = await read(`/rosters/${roster}`)
  const { filled, open } = await read(`/rosters/${roster}/summary`)
  return { status, filled, open }
}

export const freeBeds = (read, { ward }) => read(`/wards/${ward}/free-beds`)

export const monthHours = (read, { month }) => read(`/reports/hours?month=${month}`)

export async function forecastDemand() {
  // Not implemented yet: a made-up week until the model is ready.
  return { early: [5, 5, 5, 5, 5, 4, 4], late: [4, 4, 4, 4, 4, 3, 3], night: [2, 2, 2, 2, 2, 2, 2] }
}
