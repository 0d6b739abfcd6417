/** A lock that is free again the moment its holder dies, however it dies. */
export interface Lock {
  release(): void
}

export interface Locks {
  /** Takes the lock now or returns null; never waits. */
  tryLock(): Lock | null
}
