import { has, words, type GateCommand, type Listing, type Stack } from './stack.ts'

interface Manager {
  readonly name: string
  readonly locks: readonly string[]
  readonly install: (listing: Listing) => string
  /** Runs a script of package.json. */
  readonly run: string
}

const MANAGERS: readonly Manager[] = [
  {
    name: 'pnpm',
    locks: ['pnpm-lock.yaml'],
    install: () => 'pnpm install --frozen-lockfile',
    run: 'pnpm run',
  },
  { name: 'yarn', locks: ['yarn.lock'], install: yarnInstall, run: 'yarn run' },
  {
    name: 'bun',
    locks: ['bun.lock', 'bun.lockb'],
    install: () => 'bun install --frozen-lockfile',
    run: 'bun run',
  },
  {
    name: 'npm',
    locks: ['package-lock.json', 'npm-shrinkwrap.json'],
    install: () => 'npm ci',
    run: 'npm run',
  },
]

/** Used where no lock file says otherwise. */
const UNLOCKED: Manager = {
  name: 'npm',
  locks: [],
  install: () => 'npm install --no-package-lock',
  run: 'npm run',
}

/** Script names by what they prove; the first that exists is taken. */
const SCRIPTS: readonly (readonly [GateCommand['name'], readonly string[]])[] = [
  ['build', ['build']],
  ['types', ['typecheck', 'type-check', 'check-types', 'tsc']],
  ['lint', ['lint']],
  ['test', ['test', 'tests', 'test:unit']],
]

export function detectNode(listing: Listing): Stack | null {
  const manifest = parseManifest(listing.texts['package.json'])
  if (manifest === null) return null
  const manager = MANAGERS.find(({ locks }) => locks.some((lock) => has(listing, lock))) ?? UNLOCKED
  const lockFiles = manager.locks.filter((lock) => has(listing, lock))
  const gate = SCRIPTS.flatMap(([name, scripts]) => {
    const script = scripts.find((candidate) => isReal(manifest.scripts[candidate]))
    return script === undefined ? [] : [{ name, script, command: words(`${manager.run} ${script}`) }]
  })
  const needsInstall = lockFiles.length > 0 || manifest.hasDependencies
  const setup = needsInstall
    ? {
        commands: [words(manager.install(listing))],
        locks: [
          'package.json',
          ...lockFiles,
          ...(lockFiles.length > 0 ? [] : unlockedInputs(listing, manifest)),
        ],
      }
    : null
  const isRunByAnother = (script: string): boolean =>
    gate.some((other) => other.script !== script && runsScript(manifest.scripts[other.script] ?? '', script))
  const needed = gate.filter(({ script }) => !isRunByAnother(script))
  return { name: manager.name, setup, gate: needed.map(({ name, command }) => ({ name, command })) }
}

/** Without a lock file, whatever else decides what an installation brings. */
function unlockedInputs(listing: Listing, { workspaces }: Manifest): readonly string[] {
  return [
    ...workspaces.map((glob) => `${glob.replace(/^\.\/|\/$/g, '')}/package.json`),
    ...['.npmrc'].filter((file) => has(listing, file)),
  ]
}

/** Whether a script always runs another one: part of a chain of `&&` says so, without arguments of its own. */
function runsScript(text: string, script: string): boolean {
  return text.split('&&').some((step) => {
    const [, name] = /^(?:npm|pnpm|yarn|bun)\s+run\s+([\w:.-]+)$/.exec(step.trim()) ?? []
    return name === script
  })
}

/** npm puts a test script that only fails into every new package. */
function isReal(script: string | undefined): boolean {
  return script !== undefined && script.trim() !== '' && !script.includes('no test specified')
}

/** Yarn 2 and later keep packages outside the repository unless told; only what is inside reaches runs and checks. */
function yarnInstall(listing: Listing): string {
  const isModern =
    has(listing, '.yarnrc.yml') || /"packageManager":\s*"yarn@[2-9]/.test(listing.texts['package.json'] ?? '')
  return isModern
    ? 'env YARN_ENABLE_GLOBAL_CACHE=false yarn install --immutable'
    : 'yarn install --frozen-lockfile'
}

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>
  readonly hasDependencies: boolean
  /** Globs of the folders of its workspaces. */
  readonly workspaces: readonly string[]
}

/** Null when there is no manifest or it cannot be read: then nothing is known. */
function parseManifest(text: string | undefined): Manifest | null {
  if (text === undefined) return null
  try {
    const manifest = asObject(JSON.parse(text))
    const scripts = Object.entries(asObject(manifest['scripts'])).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    )
    const hasDependencies = ['dependencies', 'devDependencies', 'optionalDependencies'].some(
      (kind) => Object.keys(asObject(manifest[kind])).length > 0,
    )
    const listed = manifest['workspaces']
    const globs: unknown = Array.isArray(listed) ? listed : asObject(listed)['packages']
    const workspaces = Array.isArray(globs) ? globs.filter(isInside) : []
    return { scripts: Object.fromEntries(scripts), hasDependencies, workspaces }
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function isInside(glob: unknown): glob is string {
  return typeof glob === 'string' && /^(?![/!])(?!.*(?:^|\/)\.\.(?:\/|$))./.test(glob)
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
