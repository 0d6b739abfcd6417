export interface Ids {
  next(): string
}

/** UUIDv7 (RFC 9562, section 5.7): sorts by time of creation. */
export function uuidv7(nowMs: number, random: Buffer): string {
  const bytes = Buffer.alloc(16)
  bytes.writeUIntBE(nowMs, 0, 6)
  random.copy(bytes, 6, 0, 10)
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** Of the 12 bits after the time; what follows in the same millisecond counts on from there (RFC 9562, section 6.2, method 1). */
const COUNTER = { start: 0x7ff, most: 0xfff }

/** Ids of one maker sort in the order in which they were made, whatever the clock does. */
export function systemIds(now: () => number): Ids {
  let [time, counter] = [0, 0]
  return {
    next() {
      // The global loads cryptography at its first use: most commands make no id, and the module would cost each of them 4 ms.
      const random = crypto.getRandomValues(Buffer.alloc(10))
      const at = now()
      const isNew = at > time || counter === COUNTER.most
      time = at > time ? at : time + Number(isNew)
      counter = isNew ? random.readUInt16BE(0) & COUNTER.start : counter + 1
      random.writeUInt16BE(counter, 0)
      return uuidv7(time, random)
    },
  }
}
