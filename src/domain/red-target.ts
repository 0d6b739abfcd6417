const PREFIX = 'target-red-'

/** Key of the task that Reveille files when the gate is red on a commit of the target itself. */
export function redTargetKey(commit: string): string {
  return `${PREFIX}${commit.slice(0, 12)}`
}

export function isRedTargetKey(key: string): boolean {
  return key.startsWith(PREFIX)
}
