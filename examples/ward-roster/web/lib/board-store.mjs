/** A store of one value: hooks subscribe, actions replace. */
export function createBoardStore(initial = { versions: {}, selected: undefined }) {
  let state = initial
  const listeners = new Set()
  return {
    get: () => state,
    set: (next) => {
      state = next
      for (const listener of listeners) listener(state)
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
