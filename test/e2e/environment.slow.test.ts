import { globSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { change, createProject, leftovers, type Project } from './project.ts'

const GATE = `gate:\n  - { name: uses, shell: 'node -e "if (require(\\"dep\\") !== 42) process.exit(1)"' }\n`
const NPM = `setup: { run: [npm, ci, --offline, --no-audit, --no-fund], locks: [package-lock.json, dep/package.json] }\n`

const PACKAGES = {
  '.gitignore': 'node_modules\n',
  'dep/package.json': JSON.stringify({ name: 'dep', version: '1.0.0', main: 'index.js' }),
  'dep/index.js': 'module.exports = 42\n',
  'package.json': JSON.stringify({ name: 'app', version: '1.0.0', dependencies: { dep: 'file:dep' } }),
  'package-lock.json': JSON.stringify({
    name: 'app',
    version: '1.0.0',
    lockfileVersion: 3,
    requires: true,
    packages: {
      '': { name: 'app', version: '1.0.0', dependencies: { dep: 'file:dep' } },
      dep: { version: '1.0.0' },
      'node_modules/dep': { resolved: 'dep', link: true },
    },
  }),
}

test('dependencies are installed once, by npm itself, and are there for every agent and check [night-environment]', async () => {
  const project = await createProject({ files: PACKAGES, config: GATE + NPM })
  const agent = (key: string) => `node -e "require('dep')" && echo done > work/${key}.txt`
  await project.file(change('one', agent('one')), change('two', agent('two')))
  expect(await project.json('night')).toMatchObject({ exitCode: 0 })
  const logs = globSync('environments/*.log', { cwd: project.cacheDirectory() })
  expect(logs).toHaveLength(1)
  expect(
    readFileSync(join(project.cacheDirectory(), logs[0] ?? ''), 'utf8').match(/^\$ npm ci/gm),
  ).toHaveLength(1)
  expect(await project.git('ls-tree', '-r', '--name-only', 'refs/reveille/targets/1')).not.toContain(
    'node_modules',
  )
  expect(await project.git('status', '--porcelain')).toBe('')
})

const SHELL = `setup: { shell: 'mkdir -p node_modules/dep; echo "module.exports = 42" > node_modules/dep/index.js' }\n`

test('an agent that changes the dependencies changes them for nobody else [night-environment]', async () => {
  const project = await createProject({ files: { '.gitignore': 'node_modules\n' }, config: GATE + SHELL })
  const spoil = 'echo "module.exports = 0" > node_modules/dep/index.js; rm -rf node_modules/dep node_modules'
  await project.file(
    change('spoils', `${spoil}; echo done > work/spoils.txt`),
    change('after', 'node -e "if (require(\'dep\') !== 42) process.exit(1)" && echo done > work/after.txt', {
      needs: ['spoils'],
      limits: { runs: 1 },
    }),
  )
  expect(await project.json('night')).toMatchObject({ exitCode: 0 })
  expect(await project.landed()).toEqual(['spoils', 'after'])
  const [layer = ''] = globSync('environments/*/layer/node_modules/dep/index.js', {
    cwd: project.cacheDirectory(),
  })
  expect(readFileSync(join(project.cacheDirectory(), layer), 'utf8')).toBe('module.exports = 42\n')
})

test('a set-up that fails is nobody’s fault: nothing runs, no attempt is used, and it is tried anew [night-environment]', async () => {
  const setup = `setup: { shell: 'echo "the mirror is down"; test -e /nowhere', locks: [lock] }\n`
  const project = await createProject({ files: { lock: '1\n' }, config: GATE + setup })
  await project.file(change('one'), change('two'))
  expect(await project.json('night')).toMatchObject({
    exitCode: 1,
    data: { lane: 'broken', tasks: [{ key: 'one', why: expect.stringContaining('ended with 1') }, {}] },
  })
  expect(await project.json('task', 'show', 'one')).toMatchObject({
    data: { task: { state: 'todo', attempts: 0 } },
  })
  expect(leftovers(project)).toEqual([])

  const config = join(project.path, '.reveille/config.yaml')
  await writeFile(config, readFileSync(config, 'utf8').replace(setup, SHELL))
  expect(await project.json('night')).toMatchObject({ exitCode: 0 })
  expect((await project.landed()).toSorted()).toEqual(['one', 'two'])
})

test('in the morning report, status and why tell that the set-up fails on the target, and the command they give goes on [lane-recorded]', async () => {
  const setup = `setup: { run: [sh, setup.sh], locks: [setup.sh] }\n`
  const files = { 'setup.sh': 'echo the mirror is down; exit 7\n' }
  const project = await createProject({ files, config: `gate: [{ name: ok, run: ['true'] }]\n${setup}` })
  await project.file(change('one'))
  const night = await project.reveille('night')
  expect(night.exitCode).toBe(1)
  expect(night.stderr.match(/ended with 7/g)).toHaveLength(1)
  const goOn = 'reveille accept && reveille night'
  const report = (await project.reveille('report')).stdout
  expect(report).toMatch(/0 of 1 task landed, 1 needs you/)
  expect(report).toMatch(/## What needs you\n\n- \*\*Nothing can be proved on the target.*ended with 7/)
  expect(report).toContain(goOn)
  expect(await project.json('status')).toMatchObject({
    data: {
      verdict: { kind: 'needs-you', text: expect.stringMatching(/^Not fine: .*ended with 7/), command: goOn },
    },
  })
  expect(await project.json('why', 'one')).toMatchObject({
    data: { now: expect.stringMatching(/waits for the target: .*ended with 7/), next: [goOn] },
  })

  await project.write({ 'setup.sh': 'true\n' })
  await project.commit('mend the set-up')
  expect(await project.json('accept')).toMatchObject({ exitCode: 0, data: { accepted: true } })
  expect(await project.json('night')).toMatchObject({ exitCode: 0, data: { night: 2, lane: 'green' } })
  expect((await project.json<{ needsYou: unknown[] }>('report')).data?.needsYou).toEqual([])
})

test('a set-up is told the way to the registry, and only it: a password only by name [setup-network]', async () => {
  const look = 'mkdir node_modules; (cat "$HOME/.npmrc"; env) > node_modules/told; echo $NPM_TOKEN'
  const setup = `setup: { shell: '${look}', inherit: [NPM_TOKEN] }\n`
  const gate = `gate: [{ name: untold, shell: 'test ! -e "$HOME/.npmrc" && test -z "$https_proxy$NPM_TOKEN"' }]\n`
  const variables = {
    https_proxy: 'http://proxy:3128',
    PIP_INDEX_URL: 'https://me:passw0rd-of-pip@mirror/simple',
    NPM_TOKEN: 'token-of-the-registry',
  }
  const project = await createProject({
    config: gate + setup,
    variables,
    files: { '.gitignore': 'node_modules\n' },
  })
  await writeFile(
    join(project.variables['HOME'] ?? '', '.npmrc'),
    'registry=https://mirror/npm/\n//mirror/npm/:_authToken=passw0rd-of-npm\n',
  )
  await project.file(change('one', 'test ! -e "$HOME/.npmrc" && echo done > work/one.txt'))
  expect(await project.json('night')).toMatchObject({ exitCode: 0 })
  const cache = project.cacheDirectory()
  const read = (pattern: string) =>
    globSync(pattern, { cwd: cache }).map((file) => readFileSync(join(cache, file), 'utf8'))
  const [told = ''] = read('environments/*/layer/node_modules/told')
  expect(told).toContain('registry=https://mirror/npm/\n')
  expect(told).toContain('https_proxy=http://proxy:3128\n')
  expect(told).toContain('NPM_TOKEN=token-of-the-registry\n')
  expect(told).not.toContain('passw0rd')
  const [log = ''] = read('environments/*.log')
  expect(log).not.toContain('token-of-the-registry')
})

/** Leaves the lock file as it found it in the environment; a set-up script that an agent wrote would leave `evil`. */
const LOCKED = {
  '.gitignore': 'made\n',
  'lock.txt': 'one\n',
  'setup.sh': 'mkdir made && cp lock.txt made/lock && echo good > made/by\n',
}
const EVIL = 'echo "mkdir made && cp lock.txt made/lock && echo evil > made/by" > setup.sh'

function environmentsOf(project: Project): readonly string[] {
  const cwd = project.cacheDirectory()
  const read = (name: string) => readFileSync(join(cwd, name), 'utf8').trim()
  return globSync('environments/*/layer/made', { cwd })
    .map((made) => `${read(join(made, 'lock'))} ${read(join(made, 'by'))}`)
    .toSorted()
}

const lockedProject = (installed: string) =>
  createProject({
    files: LOCKED,
    config: `gate: [{ name: installed, run: [test, -e, made/lock] }, { name: by, shell: '${installed}' }]
setup: { run: [sh, setup.sh], locks: [lock.txt] }
`,
  })

test('a set-up script that an agent wrote never runs, neither for its checks nor to land it [environment-target]', async () => {
  const project = await lockedProject('grep -q good made/by')
  const scope = { write: ['setup.sh', 'work/**'] }
  await project.file(change('evil', `${EVIL}; echo done > work/evil.txt`, { scope }))
  expect(await project.json('night')).toMatchObject({ exitCode: 0 })
  expect(await project.landed()).toEqual(['evil'])
  expect(environmentsOf(project)).toEqual(['one good'])
})

test('work that changes a lock file which its scope does not name is refused, and nothing is installed for it [environment-target]', async () => {
  const project = await lockedProject('true')
  const shell = 'echo two > lock.txt; echo done > work/loose.txt'
  await project.file(change('loose', shell, { scope: { write: ['**'] }, limits: { runs: 1 } }))
  await project.json('night')
  expect(await project.landed()).toEqual([])
  expect(await project.json('task', 'show', 'loose')).toMatchObject({
    data: {
      runs: [{ endReason: 'out-of-scope', endDetail: expect.stringMatching(/name.*literally.*"lock\.txt"/) }],
    },
  })
  expect(environmentsOf(project)).toEqual(['one good'])
})

test('work that may change a lock file is checked with it, by the set-up of the target [environment-target]', async () => {
  const project = await lockedProject('test "$(cat made/lock)" = "$(cat lock.txt)" && grep -q good made/by')
  const scope = { write: ['lock.txt', 'setup.sh', 'work/**'] }
  await project.file(
    change('bump', `${EVIL}; echo two > lock.txt; echo done > work/bump.txt`, { scope }),
    change('after', undefined, { needs: ['bump'] }),
  )
  expect(await project.json('night')).toMatchObject({ exitCode: 0 })
  expect(await project.landed()).toEqual(['bump', 'after'])
  expect(environmentsOf(project)).toEqual(['one good', 'two good'])
})
