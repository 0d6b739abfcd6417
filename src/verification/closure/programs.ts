/** What is known of single programs: which files they read unasked, and whose operands are looked at, not obeyed. */

import { isPython } from './wrappers.ts'

/** Files that a program reads from its working directory or one above. */
export const PROGRAM_FILES: Readonly<Record<string, readonly string[]>> = {
  just: ['justfile', 'Justfile', '.justfile'],
  task: ['Taskfile.yml', 'Taskfile.yaml', 'taskfile.yml'],
  tox: ['tox.ini'],
  nox: ['noxfile.py'],
  invoke: ['tasks.py'],
  inv: ['tasks.py'],
  gulp: ['gulpfile.js', 'gulpfile.mjs', 'gulpfile.ts'],
  grunt: ['Gruntfile.js'],
  rake: ['Rakefile'],
  'pre-commit': ['.pre-commit-config.yaml'],
  lefthook: ['lefthook.yml', '.lefthook.yml'],
  turbo: ['turbo.json'],
  nx: ['nx.json'],
  mvn: ['pom.xml'],
  gradle: ['build.gradle', 'build.gradle.kts', 'settings.gradle'],
  gradlew: ['build.gradle', 'build.gradle.kts', 'settings.gradle'],
  cmake: ['CMakeLists.txt'],
  ctest: ['CMakeLists.txt'],
}

/** Their operands are what a check is about, so that a change of these is work; values of their options still lead on. */
const LOOKERS = new Set([
  ...[
    '[',
    '[[',
    'test',
    'grep',
    'egrep',
    'fgrep',
    'rg',
    'cat',
    'head',
    'tail',
    'wc',
    'ls',
    'stat',
    'file',
    'find',
  ],
  ...[
    'sort',
    'uniq',
    'cut',
    'tr',
    'sed',
    'awk',
    'jq',
    'yq',
    'echo',
    'printf',
    'touch',
    'mkdir',
    'rm',
    'cp',
    'mv',
  ],
  ...[
    'chmod',
    'ln',
    'tee',
    'git',
    'for',
    'case',
    'export',
    'set',
    'cd',
    'pushd',
    'readlink',
    'realpath',
    'dirname',
  ],
  ...[
    'eslint',
    'oxlint',
    'oxfmt',
    'prettier',
    'biome',
    'tsc',
    'ruff',
    'black',
    'mypy',
    'pyright',
    'flake8',
    'isort',
  ],
  ...[
    'vue-tsc',
    'tsgo',
    'pylint',
    'shellcheck',
    'gofmt',
    'rustfmt',
    'stylelint',
    'markdownlint',
    'py_compile',
    'du',
    'base64',
    'strings',
  ],
])

/** Options of lookers whose value says what to look for or how. */
const LOOKER_OPTIONS =
  /^(?:-f|-p|-c|-r|--file|--config|--config-file|--project|--rulesdir|--ignore-path|--settings-path|--rcfile|--plugin)$/

const SHELLS = new Set(['sh', 'bash', 'dash', 'ash', 'ksh', 'zsh', '.', 'source'])

export function isShell(program: string): boolean {
  return SHELLS.has(program)
}

/** The words of a line that may lead to a file that decides what the line says. */
export function leadingWords(program: string, words: readonly string[]): readonly string[] {
  if (!isLooker(program, words)) return words.flatMap(withValue)
  return words.flatMap((word, at) => {
    if (at === 0 || LOOKER_OPTIONS.test(words[at - 1] ?? '')) return [word]
    return word.startsWith('--') && LOOKER_OPTIONS.test(word.split('=', 1)[0] ?? '') ? withValue(word) : []
  })
}

/** Programs that only look at files, and calls of others that do: `node --check`, `python -m mypy`. */
function isLooker(program: string, words: readonly string[]): boolean {
  if (program === 'node') return words[1] === '--check' || words[1] === '-c'
  return LOOKERS.has(isPython(program) && words[1] === '-m' ? (words[2] ?? '') : program)
}

/** `--config=x` names x. */
function withValue(word: string): readonly string[] {
  const at = word.startsWith('-') ? word.indexOf('=') : -1
  return at === -1 ? [word] : [word, word.slice(at + 1)]
}
