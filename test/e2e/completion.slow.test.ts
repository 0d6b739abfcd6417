import { execa } from 'execa'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { beforeAll, expect, test } from 'vitest'
import { BIN, change, createProject, type Project } from './project.ts'

let project: Project

beforeAll(async () => {
  project = await createProject()
  await project.file(
    change('fix-sum'),
    change('fix-tax', undefined, { title: "Evil $(touch hit) `touch hit` 'title'" }),
    change('release', 'exit 3', { limits: { runs: 1 } }),
  )
  await project.reveille('run', 'release')
})

/** What each shell is told by its own means, as lines, at the end of the words. */
const ASKED = {
  bash: async (words: readonly string[]) =>
    run('bash', ['--norc', '--noprofile', '-c', BASH, 'bash', ...words]),
  zsh: async (words: readonly string[]) => run('zsh', ['-f', '-c', ZSH, 'zsh', words.join(' ')]),
  fish: async (words: readonly string[]) =>
    run('fish', ['--no-config', '-c', FISH, words.join(' ')]).then((lines) =>
      lines.map((line) => line.split('\t')[0] ?? ''),
    ),
}

const BASH = `eval "$(reveille completion bash)"
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _reveille; printf '%s\\n' "\${COMPREPLY[@]}"`
const FISH = 'reveille completion fish | source; complete -C $argv[1]'
// Widgets of zsh run in a terminal only: what they would offer is printed by what they call at their end.
const ZSH = `autoload -Uz compinit; compinit -u -d "$HOME/.zcompdump"
eval "$(reveille completion zsh)"
_describe() { local -a all=("\${(@P)2}"); print -l -- "\${(@)all%%:*}" }
_files() { print -- FILES }
words=(\${(@s: :)1}); [[ $1 == *' ' ]] && words+=(''); CURRENT=\${#words}; _reveille`

async function run(shell: string, words: readonly string[]): Promise<readonly string[]> {
  const { stdout, stderr } = await execa(shell, words, {
    cwd: project.path,
    env: { ...project.variables, PATH: `${join(BIN, '..')}:${project.variables['PATH'] ?? ''}` },
    extendEnv: false,
  })
  expect(stderr).toBe('')
  return stdout.split('\n').filter((line) => line !== '')
}

const isThere = (shell: string): boolean =>
  (process.env['PATH'] ?? '').split(':').some((folder) => existsSync(join(folder, shell)))

for (const shell of ['bash', 'zsh', 'fish'] as const) {
  const title = `${shell} completes commands, options, values and keys of the ledger [completion]`
  test(title, { timeout: 60_000 }, async ({ skip }) => {
    // bash is everywhere; the others are asked where somebody has installed them.
    skip(shell !== 'bash' && !isThere(shell), `${shell} is not installed: apt-get install ${shell}`)
    const ask = ASKED[shell]
    expect(await ask(['reveille', 'wa'])).toEqual(['watch'])
    expect(await ask(['reveille', 'task', 'sh'])).toEqual(['show'])
    expect(await ask(['reveille', 'why', 'fix-'])).toEqual(['fix-sum', 'fix-tax'])
    expect(await ask(['reveille', 'task', 'add', 'x', '--need', 'rel'])).toEqual(['release'])
    expect(await ask(['reveille', 'blocker', 'answer', 'r'])).toEqual(['release'])
    expect(await ask(['reveille', 'blocker', 'answer', 'release', 're'])).toEqual(['retry'])
    expect(await ask(['reveille', 'report', '--night', '1'])).toEqual(['1'])
    expect(await ask(['reveille', 'night', '--progress', 'q'])).toEqual(['quiet'])
    expect(await ask(['reveille', 'night', '--conc'])).toEqual(['--concurrency'])
    expect(existsSync(join(project.path, 'hit'))).toBe(false)
  })
}

test('completion leaves a ledger of an older version as it is [completion]', async () => {
  const old = await createProject()
  await old.file(change('fix-sum'))
  using ledger = new DatabaseSync(join(old.stateDirectory(), 'ledger.db'))
  ledger.exec('PRAGMA user_version = 1')
  const where = { cwd: old.path, env: old.variables, extendEnv: false }
  const { stdout, exitCode } = await execa(BIN, ['__complete', 'why', ''], where)
  expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 0 })
  expect(ledger.prepare('PRAGMA user_version').get()).toEqual({ user_version: 1 })
})

test('completion says nothing, makes nothing and does not fail where there is no project [completion]', async () => {
  const where = { cwd: project.folder, env: project.variables, extendEnv: false }
  const { stdout, stderr, exitCode } = await execa(BIN, ['__complete', 'why', ''], where)
  expect({ stdout, stderr, exitCode }).toEqual({ stdout: '', stderr: '', exitCode: 0 })
  const none = await createProject()
  const asked = await execa(BIN, ['__complete', 'why', ''], { ...where, cwd: none.path, env: none.variables })
  expect(asked.stdout).toBe('')
  expect(existsSync(join(none.folder, 'state'))).toBe(false)
  expect(existsSync(join(none.gitDirectory, 'reveille-project'))).toBe(false)
})
