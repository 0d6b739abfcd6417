import { existsSync, readFileSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { change, createProject, leftovers } from './project.ts'

const HOOKS = [
  'post-checkout',
  'pre-commit',
  'post-commit',
  'reference-transaction',
  'post-index-change',
  'pre-auto-gc',
  'update',
  'post-merge',
]
const SETTINGS = [
  'core.fsmonitor',
  'filter.trap.clean',
  'filter.trap.smudge',
  'diff.trap.command',
  'diff.trap.textconv',
  'merge.trap.driver',
  'core.sshCommand',
  'core.pager',
  'gpg.program',
]

test('what an agent or the repository plants for git runs nothing outside the jail in a whole night [I11, night-hygiene]', async () => {
  const project = await createProject({
    files: { '.gitattributes': '*.txt filter=trap diff=trap merge=trap\n* text=auto\n' },
  })
  const [trap, caught] = [join(project.folder, 'trap'), join(project.folder, 'caught')]
  await writeFile(trap, `#!/bin/sh\necho "$0 $*" >> '${caught}'\ncat\n`, { mode: 0o755 })
  const springs = { user: trap, agent: `touch '${caught}'; cat` }
  const hook = `#!/bin/sh\necho "$0 $*" >> '${caught}'\n`
  for (const name of SETTINGS) await project.git('config', name, springs.user)
  await project.git('config', 'commit.gpgSign', 'true')
  for (const name of HOOKS) await writeFile(join(project.gitDirectory, 'hooks', name), hook, { mode: 0o755 })

  // The agent does so in its own git directory, in its files and in its home.
  const plant = `
    for name in ${HOOKS.join(' ')}; do printf '%s' "$HOOK" > .git/hooks/$name; chmod +x .git/hooks/$name; done
    for name in ${SETTINGS.join(' ')}; do git config $name "$SPRING"; done
    git config core.hooksPath "$PWD/.git/hooks"
    git config core.worktree /
    echo '* filter=trap merge=trap' > .git/info/attributes
    cp .git/config "$HOME/.gitconfig"
    echo '* filter=trap merge=trap' > work/.gitattributes
    echo '# done' >> work/.gitattributes
    echo done > work/planted.txt`
  const environment = `export HOOK='${hook.replaceAll("'", `'\\''`)}' SPRING='${springs.agent.replaceAll("'", `'\\''`)}'`
  await project.file(
    change('planted', `mkdir -p .git/hooks .git/info; ${environment}; ${plant}`, {
      scope: { write: ['work/**'] },
      allow: ['configuration'],
    }),
    change('after', undefined, { needs: ['planted'] }),
  )
  expect(await project.json('night')).toMatchObject({ exitCode: 0 })
  expect(springing(caught)).toBe('')
  expect(await project.landed()).toEqual(['planted', 'after'])
  expect(await project.json('accept')).toMatchObject({ exitCode: 0, data: { accepted: true } })
  expect(leftovers(project)).toEqual([])
  // To the user's files his own filters apply, as when his git writes them; no hook and no monitor does.
  expect(
    springing(caught)
      .split('\n')
      .filter((line) => line !== `${trap} ` && line !== ''),
  ).toEqual([])
  await rm(caught, { force: true })

  // The traps are live: the user's own git springs them.
  await project.git('hash-object', '--path=work/zero.txt', 'work/zero.txt')
  await project.git('update-ref', 'refs/heads/another', 'HEAD')
  expect(springing(caught)).toContain(`${trap} `)
  expect(springing(caught)).toContain('hooks/reference-transaction')
})

const springing = (caught: string) => (existsSync(caught) ? readFileSync(caught, 'utf8') : '')
