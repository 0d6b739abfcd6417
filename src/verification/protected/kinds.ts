/**
 * Which files decide what a proof says, by their paths alone. Names are compared in lower case, as some file systems do. The
 * patterns take time in proportion to the path, which an agent may have chosen.
 */

export type PathKind = 'tests' | 'configuration' | 'lock'

/** Everything in them belongs to tests. */
const TEST_FOLDERS = new Set([
  ...[
    'test',
    'tests',
    '__tests__',
    '__test__',
    '__specs__',
    'e2e',
    '__snapshots__',
    '__mocks__',
    '__fixtures__',
  ],
  ...['testdata', 'test-data', 'test_data', '__image_snapshots__'],
])
/** So they do outside of source folders, where the names mean other things. */
const OUTER_TEST_FOLDERS = new Set(['acceptance', 'cypress', 'integration-tests'])
/** These hold tests, or the description of an interface: what is code, or lies beside it for tests, belongs to tests. */
const SPEC_FOLDERS = new Set(['spec', 'specs'])
const SPEC_FILE =
  /\.(?:[cm]?[jt]sx?|py|rb|php|ex|exs|lua|groovy|scala|kt|java|cs|swift|coffee|dart|clj|hs|sh|bats|snap)$|\/(?:support|helpers?|factories|shared|cassettes)\//
const FIXTURE_FOLDERS = new Set(['fixtures', '__fixtures__', 'testdata', 'test-data', 'test_data'])

/** Folders that hold the code that is being tested. */
const SOURCE_FOLDERS = new Set(['src', 'lib', 'app', 'apps', 'pkg', 'internal', 'source', 'sources', 'cmd'])

const TEST_FILES: readonly RegExp[] = [
  // JavaScript and TypeScript
  /[._-](?:test|tests|spec|e2e|cy|test-d)\.[mc]?[jt]sx?$/,
  /^(?:tests?|test-[^/]*)\.[mc]?[jt]sx?$/,
  /\.test\.\w+$/,
  /\.snap$/,
  /\.golden$/,
  /\.approved\.\w+$/,
  // Python
  /^test_.*\.pyi?$/,
  /_tests?\.py$/,
  /^tests?\.py$/,
  /\.ambr$/,
  // Go
  /_test\.go$/,
  // Rust
  /(?:^|_)tests?\.rs$/,
  /\.snap\.new$/,
  // Others
  /_(?:test|spec)\.(?:rb|exs|dart|cc|cpp|c)$/,
  /\.bats$/,
]
/** Where only the capital tells `AuditTest` from `contest`. */
const CASED_TEST_FILE = /(?:Tests?|Spec|IT)\.(?:java|kt|kts|scala|groovy|cs|swift)$/

const LOCK_FILES: readonly RegExp[] = [
  /^package-lock\.json$/,
  /^npm-shrinkwrap\.json$/,
  /^yarn\.lock$/,
  /^pnpm-lock\.yaml$/,
  /^bun\.lockb?$/,
  /^deno\.lock$/,
  /^(?:poetry|uv|pdm|pixi)\.lock$/,
  /^pipfile\.lock$/,
  /^pylock\.(?:.+\.)?toml$/,
  /^(?:.+[-_.])?(?:requirements|constraints)(?:[-_.].+)?\.(?:txt|in)$/,
  /^go\.(?:work\.)?sum$/,
  /^cargo\.lock$/,
  /^gemfile\.lock$/,
  /^composer\.lock$/,
]

/** Tools whose settings are in NAME.config.EXTENSION, .NAMErc or .NAMErc.EXTENSION. */
const TOOLS = [
  'jest|vitest|vite|mocha|ava|karma|cypress|playwright|nightwatch|wdio|tap|uvu|nyc|c8|stryker',
  'babel|swc|webpack|rollup|esbuild|tsup|tsdown|rspack|next|nuxt|svelte|astro|postcss|metro|ts-node|tsx|nodemon',
  'eslint|oxlint|oxfmt|prettier|biome|stylelint|xo|knip|commitlint|lint-staged|turbo|nx',
].join('|')

const CONFIGURATION_FILES: readonly RegExp[] = [
  // JavaScript and TypeScript
  /^package\.json$/,
  /^[jt]sconfig(?:[-.].+)?\.json$/,
  new RegExp(
    `^\\.?(?:${TOOLS})(?:[-.]\\w+)*[-.](?:config|conf|workspace|projects|setup)\\.(?:[mc]?[jt]sx?|json[c5]?|ya?ml|toml)$`,
  ),
  new RegExp(`^\\.(?:${TOOLS})rc(?:\\.(?:[mc]?[jt]s|json[c5]?|ya?ml|toml))?$`),
  /^\.?(?:biome|oxlint|oxlintrc|turbo|nx|lerna|bunfig|deno)\.(?:jsonc?|toml)$/,
  /^\.(?:eslint|prettier|oxlint|stylelint)ignore$/,
  /^(?:jest|vitest|mocha|ava|test|tests|karma|cypress|playwright)[-._]?(?:global[-._]?)?(?:setup|teardown|environment)(?:[-._]\w+)*\.[mc]?[jt]sx?$/,
  /^(?:global-?)?(?:setup|teardown)[-._]?(?:jest|vitest|tests?)(?:[-._]\w+)*\.[mc]?[jt]sx?$/,
  /^pnpm-workspace\.yaml$/,
  /^\.?pnpmfile\.c?js$/,
  /^\.(?:npm|yarn|pnpm|nvm|volta|swc|babel|mocha)rc(?:\..+)?$/,
  /^\.pnp(?:\..+)?$/,
  // Python
  /^(?:pytest|tox|mypy|\.?ruff|\.?pytest|\.?mypy|pyrightconfig|\.?pylint|\.?flake8)\.(?:ini|toml|json)$/,
  /^\.(?:coveragerc|flake8|pylintrc|isort\.cfg|python-version)$/,
  /^(?:pyproject\.toml|setup\.cfg|setup\.py|pipfile|noxfile\.py|hatch\.toml|pdm\.toml|uv\.toml)$/,
  // Go
  /^go\.(?:mod|work)$/,
  /^\.golangci\.(?:ya?ml|toml|json)$/,
  // Rust
  /^(?:cargo|rust-toolchain|clippy|\.clippy|rustfmt|\.rustfmt|nextest)\.toml$/,
  /^rust-toolchain$/,
  /^build\.rs$/,
  // Any language
  /^\.env(?:rc|\.(?!(?:example|sample|template|dist)$).+)?$/,
  /^\.git(?:attributes|modules)$/,
  /^\.(?:node-version|ruby-version|tool-versions)$/,
  /^\.?mise(?:\..+)?\.toml$/,
  /^(?:jenkinsfile|azure-pipelines\.ya?ml|appveyor\.yml|\.appveyor\.yml|bitbucket-pipelines\.yml)$/,
  /^\.(?:gitlab-ci|travis|drone|cirrus|pre-commit-config)\.ya?ml$/,
  /^\.?lefthook(?:-local)?\.(?:ya?ml|toml|json)$/,
  /^\.?codecov\.ya?ml$/,
]

/** Python loads them unasked wherever they are, or in the place of the runner that was asked for. */
const LOADED_UNASKED: readonly RegExp[] = [
  /(?:^|\/)(?:conftest|sitecustomize|usercustomize)(?:\.pyi?|\/__init__\.py)$/,
  /\.pth$/,
  // Compiled modules, which it takes for the source that lies beside them; nobody can read what they do.
  /(?:^|\/)__pycache__\/|\.(?:py[cod]|so)$/,
  /(?:^|\/)(?:pytest|_pytest|pluggy|unittest|coverage|reveille_pytest)(?:\.py|\/__(?:init|main)__\.py)$/,
]

const CONFIGURATION_FOLDERS: readonly RegExp[] = [
  /^\.reveille\//,
  /(?:^|\/)\.github\/(?:workflows|actions)\//,
  /(?:^|\/)\.circleci\//,
  /(?:^|\/)\.gitlab\/ci\//,
  /(?:^|\/)\.buildkite\//,
  /(?:^|\/)\.husky\//,
  /(?:^|\/)\.cargo\/config(?:\.toml)?$/,
  /(?:^|\/)\.config\/nextest\.toml$/,
  /(?:^|\/)\.yarn\/(?:releases|plugins|patches)\//,
  /(?:^|\/)patches\/[^/]+\.patch$/,
  // Names plugins that Python's runners load unasked.
  /(?:^|\/)[^/]+\.(?:egg-info|dist-info)\//,
  /(?:^|\/)entry_points\.txt$/,
  // What is planted there is found before what was installed.
  /(?:^|\/)(?:node_modules|site-packages|\.venv|venv)\//,
]

/** What a path is on its face; null for a file that only a command can make part of a proof. */
export function pathKind(path: string): PathKind | null {
  const lower = path.toLowerCase()
  const name = lower.slice(lower.lastIndexOf('/') + 1)
  if (LOADED_UNASKED.some((pattern) => pattern.test(lower))) return 'configuration'
  if (CONFIGURATION_FOLDERS.some((pattern) => pattern.test(lower))) return 'configuration'
  const belongsToTest = isInTestFolder(lower)
  if (belongsToTest && isInFolder(lower, FIXTURE_FOLDERS)) return 'tests'
  if (LOCK_FILES.some((pattern) => pattern.test(name))) return 'lock'
  const isTest = TEST_FILES.some((pattern) => pattern.test(name)) || CASED_TEST_FILE.test(path)
  if (!isTest && CONFIGURATION_FILES.some((pattern) => pattern.test(name))) return 'configuration'
  return isTest || belongsToTest ? 'tests' : null
}

/** Tests, and everything that lies beside them: snapshots, fixtures, helpers. */
export function isTestPath(path: string): boolean {
  return pathKind(path) === 'tests'
}

/** Whether a file lies where the code that is being tested is kept. */
export function isInSourceFolder(path: string): boolean {
  return isInFolder(path.toLowerCase(), SOURCE_FOLDERS)
}

function isInTestFolder(path: string): boolean {
  if (isInFolder(path, TEST_FOLDERS)) return true
  if (isInFolder(path, SOURCE_FOLDERS)) return false
  if (isInFolder(path, OUTER_TEST_FOLDERS)) return true
  return isInFolder(path, SPEC_FOLDERS) && (SPEC_FILE.test(path) || isInFolder(path, FIXTURE_FOLDERS))
}

function isInFolder(path: string, names: ReadonlySet<string>): boolean {
  return path
    .split('/')
    .slice(0, -1)
    .some((folder) => names.has(folder))
}
