import * as actions from './board-actions.mjs'

/** Runs `select`, `clear` or `pin` on the board; an unknown verb changes nothing. */
export function runAction(state, verb, shift) {
  const action = actions[`${verb}Shift`]
  return action ? action(state, shift) : state
}
