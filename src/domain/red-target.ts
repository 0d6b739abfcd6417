const PREFIX = 'target-red-'

/** Ends the open night, which works on the commit that it began from, and begins the next one on the mended branch. */
export const GO_ON_MENDED = 'reveille accept && reveille night'

/** Key of the task that Reveille files when the gate is red on a commit of the target itself. */
export function redTargetKey(commit: string): string {
  return `${PREFIX}${commit.slice(0, 12)}`
}

export function isRedTargetKey(key: string): boolean {
  return key.startsWith(PREFIX)
}
