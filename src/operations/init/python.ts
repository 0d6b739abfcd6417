import { has, words, type GateCommand, type Listing, type Stack } from './stack.ts'

const PYTHON = '.venv/bin/python'

/** Every manager is made to install into .venv, inside the repository, where runs and checks find it. */
export function detectPython(listing: Listing): Stack | null {
  const manager = managerOf(listing)
  return manager === null ? null : { ...manager, gate: gateOf(listing) }
}

function managerOf(listing: Listing): Pick<Stack, 'name' | 'setup'> | null {
  if (has(listing, 'uv.lock')) {
    return {
      name: 'uv',
      setup: { commands: [words('uv sync --frozen')], locks: ['pyproject.toml', 'uv.lock'] },
    }
  }
  if (has(listing, 'poetry.lock')) {
    const install = words('env POETRY_VIRTUALENVS_IN_PROJECT=true poetry install --no-interaction')
    return { name: 'poetry', setup: { commands: [install], locks: ['pyproject.toml', 'poetry.lock'] } }
  }
  const requirements = listing.paths.filter(isRequirements).toSorted()
  const isPackage = ['pyproject.toml', 'setup.py'].filter((file) => has(listing, file))
  const isBuilt =
    has(listing, 'setup.py') || (listing.texts['pyproject.toml'] ?? '').includes('[build-system]')
  if (requirements.length === 0 && !isBuilt) return null
  const install = [
    ...requirements.map((file) => `-r ${file}`),
    ...(isBuilt ? [`-e ${packageWithExtras(listing)}`] : []),
  ].join(' ')
  const commands = [words('python3 -m venv .venv'), words(`${PYTHON} -m pip install ${install}`)]
  return { name: 'pip', setup: { commands, locks: [...isPackage, ...requirements] } }
}

function isRequirements(path: string): boolean {
  return /^(?:requirements|(?:dev|test)-requirements|requirements[-_](?:dev|test|tests))\.txt$/.test(path)
}

/** `.[test]` where the package has an extra that names its test tools. */
function packageWithExtras(listing: Listing): string {
  const extras =
    /^\[project\.optional-dependencies\]\s*$([\s\S]*?)(?=^\[|(?![\s\S]))/m.exec(
      listing.texts['pyproject.toml'] ?? '',
    )?.[1] ?? ''
  const names = [...extras.matchAll(/^\s*["']?([\w-]+)["']?\s*=\s*\[/gm)].map(([, name = '']) => name)
  const wanted = ['test', 'tests', 'testing', 'dev'].find((name) => names.includes(name))
  return wanted === undefined ? '.' : `.[${wanted}]`
}

function gateOf(listing: Listing): readonly GateCommand[] {
  const settings = ['pyproject.toml', 'setup.cfg', 'tox.ini', ...listing.paths.filter(isRequirements)]
  const mentions = (word: RegExp): boolean => settings.some((file) => word.test(listing.texts[file] ?? ''))
  const hasPytest = has(listing, 'pytest.ini') || mentions(/\bpytest\b/)
  const hasRuff = mentions(/^\s*["']?ruff\b(?!\.)/m)
  return [
    ...(hasRuff ? [{ name: 'lint', command: words(`${PYTHON} -m ruff check .`) } as const] : []),
    ...(hasPytest ? [{ name: 'test', command: words(`${PYTHON} -m pytest`) } as const] : []),
  ]
}
