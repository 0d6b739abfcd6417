/** Git, asked as plainly as can be: no hooks, no configuration of the user or the machine. */
import { spawnSync } from 'node:child_process'
import { devNull } from 'node:os'

const PLAIN = {
  GIT_CONFIG_GLOBAL: devNull,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
}
const NO_HOOKS = ['-c', `core.hooksPath=${devNull}`, '-c', 'core.fsmonitor=false']
const MOST_OUTPUT = 1024 ** 3

/** @returns {string | null} what it says, trimmed; null when it fails */
export function git(folder, ...words) {
  const env = { ...withoutGit(process.env), ...PLAIN }
  const options = { cwd: folder, encoding: 'utf8', env, maxBuffer: MOST_OUTPUT }
  const { status, stdout } = spawnSync('git', [...NO_HOOKS, ...words], options)
  return status === 0 ? stdout.trim() : null
}

/** Variables that would lead git to another repository than the one it stands in. */
function withoutGit(variables) {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !name.startsWith('GIT_')))
}
