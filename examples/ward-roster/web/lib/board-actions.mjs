// What the keyboard and the buttons of the board do, found by name: see run-action.mjs.
export const selectShift = (state, shift) => ({ ...state, selected: shift })

export const clearShift = (state) => ({ ...state, selected: undefined })

export const pinShift = (state, shift) => ({ ...state, pinned: [...(state.pinned ?? []), shift] })
