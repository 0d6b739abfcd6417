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
    return script === undefined ? [] : [{ name, command: words(`${manager.run} ${script}`) }]
  })
  const needsInstall = lockFiles.length > 0 || manifest.hasDependencies
  const setup = needsInstall
    ? { commands: [words(manager.install(listing))], locks: ['package.json', ...lockFiles] }
    : null
  return { name: manager.name, setup, gate }
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
    return { scripts: Object.fromEntries(scripts), hasDependencies }
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
