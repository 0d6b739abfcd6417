import { accessSync, constants, readdirSync, readlinkSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { ReveilleError } from '../domain/errors.ts'
import type { Isolation } from '../domain/run.ts'
import { createBubblewrapJail } from './bubblewrap.ts'
import { proveJail } from './jail-proof.ts'
import type { Jail } from './jail.ts'
import { findToolchains, type HostLookup } from './toolchains.ts'
import { createUnjailed } from './unjailed.ts'

export interface JailChoice {
  /** `none` only when the user asked for it. */
  readonly isolation: Isolation
  readonly platform: NodeJS.Platform
  readonly isRoot: boolean
  /** The user's PATH and HOME. */
  readonly path: string
  readonly home: string
  /** Folders that a jail must never show: state, cache, the user's repository. */
  readonly forbidden: readonly string[]
  /** Where a folder may be made for a moment. */
  readonly temporary: string
}

/** The jail that was asked for, proved to hold; throws `jail-unavailable` when it cannot be had here. */
export async function chooseJail(choice: JailChoice): Promise<Jail> {
  if (choice.isolation === 'none') return createUnjailed(choice.path)
  const options = {
    program: findBubblewrap(choice),
    toolchains: findToolchains({ ...choice, lookup: hostLookup }),
    isRoot: choice.isRoot,
    prove: (made: Pick<Jail, 'wrap'>) => proveJail(made, choice.temporary),
  }
  const whole = createBubblewrapJail({ ...options, hasOneEnd: true })
  if ((await whole.prove()).ok) return whole
  // Some systems let nobody but bubblewrap make namespaces.
  const jail = createBubblewrapJail({ ...options, hasOneEnd: false })
  const proof = await jail.prove()
  if (!proof.ok) throw unavailable(proof.detail, proof.hint ?? '')
  return jail
}

function findBubblewrap(choice: JailChoice): string {
  if (choice.platform !== 'linux') {
    throw unavailable(
      'The sandbox needs Linux.',
      'Run Reveille on Linux (a virtual machine or WSL2 will do).',
    )
  }
  const program = onPath('bwrap', choice)
  if (program !== null) return program
  const installer = INSTALLERS.find(({ program: name }) => onPath(name, choice) !== null)
  throw unavailable(
    'bubblewrap is not installed.',
    `Run: ${installer?.command ?? 'install the package bubblewrap'}.`,
  )
}

const INSTALLERS = [
  { program: 'apt-get', command: 'sudo apt-get install bubblewrap' },
  { program: 'dnf', command: 'sudo dnf install bubblewrap' },
  { program: 'pacman', command: 'sudo pacman -S bubblewrap' },
  { program: 'zypper', command: 'sudo zypper install bubblewrap' },
  { program: 'apk', command: 'sudo apk add bubblewrap' },
] as const

function onPath(program: string, { path }: JailChoice): string | null {
  const candidates = path
    .split(':')
    .filter((entry) => entry.startsWith('/'))
    .map((entry) => join(entry, program))
  return candidates.find((candidate) => canAccess(candidate, constants.X_OK)) ?? null
}

function unavailable(message: string, hint: string): ReveilleError {
  return new ReveilleError('jail-unavailable', message, {
    hint: `${hint} Or choose --sandbox none, if you trust everything that will run.`,
  })
}

export const hostLookup: HostLookup = {
  exists: (path) => canAccess(path, constants.R_OK),
  linkAt: (path) => orElse(() => readlinkSync(path), null),
  linksIn: (folder) =>
    orElse(() => readdirSync(folder, { withFileTypes: true }), [])
      .filter((entry) => entry.isSymbolicLink())
      .map(({ name }) => join(folder, name)),
  realPath: (path) => orElse(() => realpathSync(path), path),
}

function canAccess(path: string, mode: number): boolean {
  return orElse(() => (accessSync(path, mode), true), false)
}

function orElse<Value, Other>(look: () => Value, other: Other): Value | Other {
  try {
    return look()
  } catch {
    return other
  }
}
