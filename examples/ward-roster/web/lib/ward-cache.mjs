// What the server remembers of the wards between two requests.
const kept = new Map()

export const rememberWards = (wards) => wards.forEach((ward) => kept.set(ward.id, ward))

export const forgetWards = () => kept.clear()

export const keptWards = () => [...kept.values()]
