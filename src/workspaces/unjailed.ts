import { join } from 'node:path'
import type { Jail, JailedCommand, JailSpec } from './jail.ts'

/** Wraps nothing: the command can do whatever the user can. Only by the user's explicit choice. */
export function createUnjailed(path: string): Jail {
  return {
    isolation: 'none',
    rootInside: ({ root }) => root,
    homeInside: ({ home }) => home,
    socketInside: (folder) => folder,
    wrap: (spec, argv) => unwrapped(path, spec, argv),
    prove: () =>
      Promise.resolve({
        ok: false,
        detail: 'No sandbox: commands can read and change everything that you can.',
        hint: 'Leave out --sandbox none on a machine with bubblewrap.',
      }),
  }
}

// A jail binds the private git directory into the root; here a file points to it, in git's own way.
const START = `
root=$1 folder=$2 git=$3 TMPDIR=$4
export TMPDIR
shift 4
mkdir -p -- "$TMPDIR" || exit 126
if ! [ -e "$root/.git/HEAD" ] && ! [ -f "$root/.git" ]; then
  rmdir -- "$root/.git" 2>/dev/null
  printf 'gitdir: %s\\n' "$git" > "$root/.git"
fi
cd -- "$folder" || exit 126
exec "$@"
`

function unwrapped(path: string, spec: JailSpec, argv: readonly string[]): JailedCommand {
  const { root, folder, gitDirectory, home, objects } = spec.workspace
  return {
    argv: [
      '/bin/sh',
      '-c',
      START,
      'unjailed',
      root,
      join(root, spec.cwd),
      gitDirectory,
      join(folder, 'tmp'),
      ...argv,
    ],
    variables: { ...spec.variables, HOME: home, PATH: path, GIT_ALTERNATE_OBJECT_DIRECTORIES: objects },
  }
}
