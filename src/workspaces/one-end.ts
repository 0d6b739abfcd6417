// A process outside has the number 0 inside; the proc file system of outside tells them all apart.
const KEEP =
  'read -r self rest < /proc/self/stat && exec unshare --pid --fork --kill-child -- /bin/sh -c "$0" follow "$self" "$@"'

// The kernel tells the death of a parent only to who has asked for it: who asks too late has another parent by then.
const FOLLOW = `
read -r self name state parent rest < /proc/self/stat
[ "$parent" = "$1" ] || exit 137
shift
exec "$@"
`

/**
 * The argument list that runs a command and ends it, with all that came of it, once the process so started is gone.
 *
 * bubblewrap's inner half dies with the outer one only once both are set up: an outer half that dies before leaves one that
 * waits for ever, or goes on alone. Here the outer half is process 1 of a process namespace: the kernel kills what is in
 * there with it.
 */
export function withOneEnd(argv: readonly string[], isRoot: boolean): readonly string[] {
  const asRoot = isRoot ? [] : ['unshare', '--user', '--map-root-user', '--']
  return [...asRoot, '/bin/sh', '-c', KEEP, FOLLOW, ...argv]
}
