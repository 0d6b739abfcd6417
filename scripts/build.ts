// `npm run build`: the sources as JavaScript in dist, for the package. A checkout never runs it.
// Few files, because a start pays for each file that it loads.
import { access, cp, glob, readFile, rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { rolldown } from 'rolldown'

const ROOT = join(import.meta.dirname, '..')
const SOURCE = join(ROOT, 'src')

/** Programs: what the launcher starts, and each `child.ts`, which one of ours starts as a process of its own. */
const PROGRAMS = ['cli/main.ts', '**/child.ts']

/** What nearly every command loads, in one file: how commands run, what wires them, and the ledger. */
const CORE = ['cli/program', 'cli/execute', 'compose', 'ledger/sqlite/ledger', 'operations/status'].map(
  (name) => join(SOURCE, `${name}.ts`),
)

/** Packages that are bundled, with their licences: every start loads them, and their files are many. */
const BUNDLED = ['commander']

export async function build(out: string): Promise<void> {
  await rm(out, { recursive: true, force: true })
  await compile(out)
  await copyAssets(out)
  for (const name of BUNDLED)
    await cp(join(ROOT, 'node_modules', name, 'LICENSE'), join(out, 'licences', name))
}

async function compile(out: string): Promise<void> {
  for (const path of CORE) await access(path)
  const programs = await Array.fromAsync(glob(PROGRAMS, { cwd: SOURCE }))
  const placed = await placedSources()
  const places = new Set(placed.values())
  const bundle = await rolldown({
    cwd: ROOT,
    input: Object.fromEntries(programs.map((path) => [path.replace(/\.ts$/, ''), join(SOURCE, path)])),
    platform: 'node',
    preserveEntrySignatures: 'allow-extension',
    external: (id) => /^[@a-z]/.test(id) && !BUNDLED.includes(id),
  })
  await bundle.write({
    dir: out,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: ({ name }) => (places.has(name) ? '[name].js' : 'shared/[name]-[hash].js'),
    codeSplitting: {
      groups: [
        {
          name: (id) => placed.get(id) ?? null,
          debugName: 'placed',
          priority: 2,
          includeDependenciesRecursively: false,
        },
        { name: 'core', test: (id) => CORE.includes(id), priority: 1 },
      ],
    },
  })
  await bundle.close()
}

/** A source that asks where it is stays where it is, a file of its own with its assets beside it. */
async function placedSources(): Promise<ReadonlyMap<string, string>> {
  const placed = new Map<string, string>()
  for await (const path of glob('**/*.ts', { cwd: SOURCE, exclude: ['**/*.test.ts', ...PROGRAMS] })) {
    const text = await readFile(join(SOURCE, path), 'utf8')
    if (text.includes('import.meta.')) placed.set(join(SOURCE, path), path.replace(/\.ts$/, ''))
  }
  return placed
}

/** Shell, Python and JavaScript that runs in jails, and the other files that are read beside a source. */
async function copyAssets(out: string): Promise<void> {
  await cp(SOURCE, out, {
    recursive: true,
    filter: (path) => !/\.ts$|\/(?:fixtures|__pycache__)$/.test(relative(ROOT, path)),
  })
}

if (import.meta.main) await build(join(ROOT, 'dist'))
