/** Packages that a shell text installs, and takes away again. */
import { posix } from 'node:path'
import { splitShell } from '../../../../verification/closure/shell-words.ts'
import { fold } from './interpolation.ts'

export interface PackageChanges {
  /** The packages there are afterwards. */
  readonly packages: ReadonlySet<string>
  /** Whether a package was named by something that only the build knows. */
  readonly isOpen: boolean
}

interface Manager {
  readonly install: RegExp
  readonly remove: RegExp
  /** Options that take the next word. */
  readonly valued: readonly string[]
}

const SYSTEM: Manager = {
  install: /^(?:install|add)$/,
  remove: /^(?:remove|purge|autoremove|erase|del)$/,
  valued: ['-t', '--target-release', '-o', '-c', '--virtual', '-X', '--repository'],
}
const PYTHON: Manager = {
  install: /^install$/,
  remove: /^uninstall$/,
  valued: [
    '-r',
    '--requirement',
    '-c',
    '--constraint',
    '-i',
    '--index-url',
    '--extra-index-url',
    '-f',
    '--find-links',
    '-e',
    '--target',
    '--prefix',
    '--python',
  ],
}
const MANAGERS: Readonly<Record<string, Manager>> = {
  'apt-get': SYSTEM,
  apt: SYSTEM,
  apk: SYSTEM,
  dnf: SYSTEM,
  microdnf: SYSTEM,
  yum: SYSTEM,
  pip: PYTHON,
  pip3: PYTHON,
  pipx: PYTHON,
}
const GLOBAL: Manager = { install: /^(?:install|i|add)$/, remove: /^(?:uninstall|remove|rm)$/, valued: [] }

export function installed(
  text: string,
  before: ReadonlySet<string>,
  variables: ReadonlyMap<string, string>,
): PackageChanges {
  const packages = new Set(before)
  const groups = new Map<string, readonly string[]>()
  let isOpen = false
  for (const part of splitShell(text)) {
    if (part.kind !== 'command') continue
    const call = callOf(part.words)
    if (call === null) continue
    const named = call.operands.flatMap((word) => {
      const { text: whole, isOpen: isUnknown } = fold(word, variables)
      if (isUnknown) isOpen = true
      return isUnknown ? [] : whole.split(/\s+/).filter((name) => name !== '')
    })
    if (call.group !== null) groups.set(call.group, named.map(bareName))
    for (const name of named) {
      if (call.does === 'install') packages.add(bareName(name))
      else for (const gone of groups.get(name) ?? [bareName(name)]) packages.delete(gone)
    }
  }
  return { packages, isOpen }
}

function callOf(given: readonly string[]) {
  const start = given.findIndex((word) => /^(?:sudo|env|exec)$|=/.test(word) === false)
  let words = given.slice(Math.max(start, 0))
  if (/^python[\d.]*$/.test(posix.basename(words[0] ?? '')) && words[1] === '-m') words = words.slice(2)
  let program = posix.basename(words[0] ?? '')
  if (program === 'uv' && (words[1] === 'pip' || words[1] === 'tool')) {
    words = words.slice(1)
    program = 'pip'
  }
  const manager = /^(?:npm|pnpm|yarn|bun)$/.test(program) ? globalManager(words) : MANAGERS[program]
  if (manager === undefined) return null
  const at = words.findIndex(
    (word, index) => index > 0 && (manager.install.test(word) || manager.remove.test(word)),
  )
  if (at === -1) return null
  return {
    does: manager.install.test(words[at] ?? '') ? ('install' as const) : ('remove' as const),
    ...operandsOf(
      words.slice(at + 1),
      program === 'apk' ? { ...manager, valued: [...manager.valued, '-t'] } : manager,
    ),
  }
}

/** Packages of a project are in its folder; those of all are in the image's path. */
function globalManager(words: readonly string[]): Manager | undefined {
  return words.some((word) => word === '-g' || word === '--global' || word === 'global') ? GLOBAL : undefined
}

function operandsOf(words: readonly string[], { valued }: Manager) {
  const operands: string[] = []
  let group: string | null = null
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? ''
    if (word === '--virtual' || word === '-t' || word.startsWith('--virtual='))
      group = word.includes('=') ? word.slice(word.indexOf('=') + 1) : (words[at + 1] ?? null)
    if (valued.includes(word)) at += 1
    else if (!word.startsWith('-') && !/^[./]|^https?:/.test(word)) operands.push(word)
    else if (/^\.[\w-]+$/.test(word)) operands.push(word)
  }
  return { operands, group }
}

/** Without version, extras and repository: `celery[redis]==5.5` is celery, `@scope/tool@1` is @scope/tool. */
function bareName(name: string): string {
  return name.replace(/(?!^)(?:\[.*|[=<>~!@;].*)$/, '')
}
