import { join, normalize, isAbsolute } from 'node:path'
import { ReveilleError } from '../domain/errors.ts'
import type { Jail, JailedCommand, JailProof, JailSpec, WriteAccess } from './jail.ts'
import { OBJECTS_INSIDE, SOCKET_INSIDE } from './jail.ts'
import { withOneEnd } from './one-end.ts'
import type { Toolchains } from './toolchains.ts'

const ROOT_INSIDE = '/workspace'
const HOME_INSIDE = '/home/agent'

export interface BubblewrapOptions {
  /** Path of bwrap. */
  readonly program: string
  readonly toolchains: Toolchains
  /** Whether the jail is started by root, who owns the machine's devices. */
  readonly isRoot: boolean
  /** Whether everything in the jail ends with who started it, even while the jail is being set up. */
  readonly hasOneEnd: boolean
  /** Starts a jailed child and looks at it. */
  prove(jail: Pick<Jail, 'wrap'>): Promise<JailProof>
}

/**
 * The jail by bubblewrap: a file system put together from nothing by an allow-list, and no capability, not even inside
 * its own user namespace. Inside, everybody is `agent`, whoever they are outside.
 */
export function createBubblewrapJail(options: BubblewrapOptions): Jail {
  const jail = {
    isolation: 'bubblewrap' as const,
    rootInside: () => ROOT_INSIDE,
    homeInside: () => HOME_INSIDE,
    socketInside: () => SOCKET_INSIDE,
    wrap: (spec: JailSpec, argv: readonly string[]) => wrap(options, spec, argv),
    prove: () => options.prove(jail),
  }
  return jail
}

const AGENT = '1000'

const IDENTITY = [
  '--unshare-user', '--uid', AGENT, '--gid', AGENT, '--cap-drop', 'ALL', '--disable-userns',
  '--unshare-pid', '--unshare-ipc', '--unshare-uts', '--unshare-cgroup-try', '--hostname', 'reveille',
  '--die-with-parent', '--new-session',
] // prettier-ignore

// The command's shell is process 1: the kernel has killed everything else in the jail before the end of the jail can
// be seen outside. With bubblewrap's own process 1 a daemon would outlive that moment.
const PROCESS_ONE = ['--as-pid-1', '--', '/bin/sh', '-c', '"$@"; exit $?', 'jail']

// Root owns the machine's device nodes, and an owner needs no capability to change their mode and times: in a mount
// namespace of our own they are read-only, which does not hinder reading and writing the devices themselves.
const READ_ONLY_DEVICES = [
  'unshare', '--mount', '/bin/sh', '-c',
  'mount --bind /dev /dev && mount -o remount,bind,ro /dev && exec "$@"', 'jail',
] // prettier-ignore

// Binding follows links, and the repository decides what is a link: only folders reached without one are bound. This
// runs where the files of the workspace stand, just before the jail is made, while nothing else is in the workspace.
const REFUSE_LINKS = `
root=$(cd -P -- "$1" && pwd -P) || exit 126
count=$2
shift 2
while [ "$count" -gt 0 ]; do
  if [ -e "$root/$1" ] || [ -L "$root/$1" ]; then
    if [ "$(cd -P -- "$root/$1" 2>/dev/null && pwd -P)" != "$root/$1" ]; then
      printf 'reveille: the scope names %s, which is no folder or is reached by a link\\n' "$1" >&2
      exit 126
    fi
  fi
  shift
  count=$((count - 1))
done
exec "$@"
`

/** Besides names: where this machine fetches packages from. */
const NETWORK_FILES = ['/etc/hosts', '/etc/resolv.conf', '/etc/npmrc', '/etc/pip.conf']

const LIMIT_TEMPORARY_BYTES = 4 * 1024 ** 3
const LIMIT_SHARED_MEMORY_BYTES = 1024 ** 3

function wrap(options: BubblewrapOptions, spec: JailSpec, argv: readonly string[]): JailedCommand {
  const paths = writablePaths(spec.write)
  const { passed, set } = splitVariables({ ...options.toolchains.variables, ...spec.variables })
  const chain = [
    ...(options.isRoot ? READ_ONLY_DEVICES : []),
    ...(paths.length > 0
      ? ['/bin/sh', '-c', REFUSE_LINKS, 'jail', spec.workspace.root, String(paths.length), ...paths]
      : []),
    options.program,
    ...IDENTITY,
    ...(spec.network ? [] : ['--unshare-net']),
    ...machine(options.toolchains, spec),
    ...workspace(spec, paths),
    // Last, for mount points are made in them.
    ...[...options.toolchains.covered, '/proc', '/'].flatMap((path) => ['--remount-ro', path]),
    ...set,
    ...['--chdir', join(ROOT_INSIDE, relativeInside(spec.cwd))],
    ...PROCESS_ONE,
    ...argv,
  ]
  return {
    argv: options.hasOneEnd ? withOneEnd(chain, options.isRoot) : chain,
    variables: { ...passed, HOME: HOME_INSIDE, PATH: options.toolchains.path.join(':'), TMPDIR: '/tmp' },
  }
}

function machine(toolchains: Toolchains, spec: JailSpec): string[] {
  const own = ['passwd', 'group', 'nsswitch.conf', ...(spec.network ? [] : ['hosts'])]
  return [
    ...temporary('/tmp', LIMIT_TEMPORARY_BYTES),
    ...temporary('/var/tmp', LIMIT_TEMPORARY_BYTES),
    ...['--dir', '/run', '--proc', '/proc', '--dev', '/dev'],
    ...temporary('/dev/shm', LIMIT_SHARED_MEMORY_BYTES),
    ...['--remount-ro', '/dev'],
    // Before the toolchains: they may be in a home that is at the same place.
    ...['--bind', spec.workspace.home, HOME_INSIDE],
    ...toolchains.links.flatMap(({ path, target }) => ['--symlink', target, path]),
    ...toolchains.readable.flatMap((path) => ['--ro-bind', path, path]),
    ...toolchains.covered.flatMap((path) => ['--tmpfs', path]),
    ...toolchains.hidden.flatMap((path) => ['--ro-bind', ownFile('empty'), path]),
    ...own.flatMap((name) => ['--ro-bind', ownFile(name), join('/etc', name)]),
    ...(spec.network ? NETWORK_FILES : []).flatMap((path) => ['--ro-bind-try', path, path]),
    ...spec.readable.flatMap((path) => ['--ro-bind', path, path]),
    ...['--ro-bind', spec.workspace.objects, OBJECTS_INSIDE],
    // A socket is reached in a folder that is read-only too; what stands there is not the agent's to change.
    ...(spec.socket === undefined ? [] : ['--ro-bind', spec.socket, SOCKET_INSIDE]),
  ]
}

function workspace(spec: JailSpec, paths: readonly string[]): string[] {
  const { root, gitDirectory } = spec.workspace
  return [
    // Bound writable at first, so that bubblewrap can make the mount point of the git directory.
    ...['--bind', root, ROOT_INSIDE, '--bind', gitDirectory, join(ROOT_INSIDE, '.git')],
    ...(spec.write.kind === 'workspace' ? [] : ['--remount-ro', ROOT_INSIDE]),
    ...paths.flatMap((path) => ['--bind-try', join(root, path), join(ROOT_INSIDE, path)]),
  ]
}

function temporary(path: string, bytes: number): string[] {
  return ['--perms', '1777', '--size', String(bytes), '--tmpfs', path]
}

function ownFile(name: string): string {
  return join(import.meta.dirname, 'jail-etc', name)
}

function writablePaths(write: WriteAccess): readonly string[] {
  return write.kind === 'paths' ? write.paths.map(relativeInside) : []
}

function relativeInside(path: string): string {
  const clean = normalize(path === '' ? '.' : path).replace(/\/$/, '')
  if (isAbsolute(clean) || clean === '..' || clean.startsWith('../')) {
    throw new ReveilleError('unsafe-path', `The path ${path} leaves the workspace.`)
  }
  return clean
}

/** Names that the loader or a shell obeys: the programs that put up the jail must not. */
const OBEYED =
  /^(LD_|BASH|GCONV_PATH$|GLIBC_TUNABLES$|LOCPATH$|ENV$|SHELLOPTS$|PS4$|IFS$|CDPATH$|POSIXLY_CORRECT$)/

/** Most variables pass through the programs that put up the jail, so that no secret shows in an argument list. */
function splitVariables(variables: Readonly<Record<string, string>>): {
  readonly passed: Readonly<Record<string, string>>
  readonly set: readonly string[]
} {
  const entries = Object.entries(variables)
  const wrong = entries.find(([name, value]) => !/^[A-Za-z_]\w*$/.test(name) || value.includes('\0'))
  if (wrong)
    throw new ReveilleError('input-invalid', `${JSON.stringify(wrong[0])} cannot be set as a variable.`)
  return {
    passed: Object.fromEntries(entries.filter(([name]) => !OBEYED.test(name))),
    set: entries.filter(([name]) => OBEYED.test(name)).flatMap(([name, value]) => ['--setenv', name, value]),
  }
}
