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

export function systemIds(now: () => number): Ids {
  // The global loads cryptography at its first use: most commands make no id, and the module would cost each of them 4 ms.
  return { next: () => uuidv7(now(), crypto.getRandomValues(Buffer.alloc(10))) }
}
