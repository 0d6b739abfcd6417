import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readFileSync, globSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { waitFor } from '../agents.ts'
import { createProject, leftovers, type Project } from './project.ts'

const LIMITS = { limits: { runs: 1 } }

function asks(key: string, shell: string, more: object = {}): object {
  const checks = [{ expect: 'must-pass', command: { shell } }]
  return { key, title: `Ask ${key}`, kind: 'verify', checks, ...more }
}

function explores(key: string, shell: string, more: object = {}): object {
  const agent = { kind: 'program', command: { shell } }
  return {
    key,
    title: `Look at ${key}`,
    kind: 'explore',
    artefact: { kind: 'findings' },
    agent,
    ...LIMITS,
    ...more,
  }
}

const brings = (value: unknown): string => `printf '%s' '${JSON.stringify(value)}' > "$REVEILLE_ARTEFACT"`

interface Told {
  readonly runs: readonly { readonly endReason: string | null; readonly endDetail: string | null }[]
}

const lastRun = async (project: Project, key: string) =>
  (await project.json<Told>('task', 'show', key)).data?.runs.at(-1)

describe('verify', () => {
  test('answers green and red alike, on the tree that it names [night-verify]', async () => {
    const project = await createProject({ files: { 'work/old.txt': 'done\n' } })
    await project.git('tag', 'v1')
    await project.write({ 'work/new.txt': 'done\n' })
    await project.git('add', '.')
    await project.git('commit', '-qm', 'newer')
    await project.file(
      asks('green', 'test -e work/new.txt'),
      asks('red', 'test -e work/none.txt'),
      asks('then', 'test -e work/new.txt', { at: 'v1' }),
      asks('lost', 'true', { at: 'v9' }),
    )
    expect((await project.json('night')).exitCode).toBe(3)
    expect(await project.standings()).toEqual({
      green: 'done concluded',
      red: 'done concluded',
      then: 'done concluded',
      lost: 'blocked',
    })
    const { data } = await project.json<{ outcomes: { concluded: { key: string; answer: string }[] } }>(
      'report',
    )
    expect(data?.outcomes.concluded.map(({ key, answer }) => [key, answer])).toEqual([
      ['green', 'green'],
      ['red', 'red'],
      ['then', 'red'],
    ])
    expect((await project.reveille('why', 'red')).stdout).toContain('1 of 1 check red')
    expect((await project.reveille('blocker', 'show', 'lost')).stdout).toContain('no commit "v9"')
  })
})

describe('explore', () => {
  const finding = { title: 'Slow sum', detail: 'It reads twice.', where: ['work/zero.txt'] }
  const schema = { type: 'object', required: ['owner'], properties: { owner: { type: 'string' } } }

  test('brings what was asked for, reads only, and a later change reads what it brought [explore]', async () => {
    const project = await createProject()
    const mended = `grep -q 'Slow sum' "$REVEILLE_NEEDS/look.json" && grep -q red "$REVEILLE_NEEDS/asked.json"`
    await project.file(
      explores('look', `touch work/mine.txt && exit 9; ${brings([finding])}`),
      explores('own', brings({ owner: 'ann' }), { artefact: { kind: 'schema', schema } }),
      asks('asked', 'test -e work/none.txt'),
      {
        ...{ key: 'mend', title: 'Mend it', needs: ['look', 'asked'], scope: { write: ['work/mend.txt'] } },
        checks: [{ expect: 'red-to-green', redExits: [1], command: { shell: 'test -e work/mend.txt' } }],
        agent: { kind: 'program', command: { shell: `${mended} && echo done > work/mend.txt` } },
      },
    )
    const said = await project.reveille('night')
    expect(said).toMatchObject({ exitCode: 0 })
    expect(await project.standings()).toEqual({
      look: 'done concluded',
      own: 'done concluded',
      asked: 'done concluded',
      mend: 'done landed',
    })
    const kept = globSync('runs/*/artefact.json', { cwd: project.stateDirectory() }).map((file) =>
      readFileSync(join(project.stateDirectory(), file), 'utf8'),
    )
    expect(kept.map((text) => JSON.parse(text) as unknown)).toEqual(
      expect.arrayContaining([[finding], { owner: 'ann' }]),
    )
    expect((await project.reveille('report')).stdout).toContain('it brought 1 finding')
    expect(leftovers(project)).toEqual([])
  })

  test('that brings nothing, something else or a link fails with the reason [explore]', async () => {
    const project = await createProject()
    await project.file(
      explores('nothing', 'true'),
      explores('wrong', brings({ owner: 7 }), { artefact: { kind: 'schema', schema } }),
      explores('prose', 'echo "I looked around." > "$REVEILLE_ARTEFACT"'),
      explores('link', 'ln -s /etc/hostname "$REVEILLE_ARTEFACT"'),
    )
    expect((await project.json('night')).exitCode).toBe(3)
    expect(await lastRun(project, 'nothing')).toMatchObject({ endReason: 'no-change' })
    expect(await lastRun(project, 'wrong')).toMatchObject({
      endReason: 'check-failed',
      endDetail: expect.stringContaining('/owner: must be string'),
    })
    expect(await lastRun(project, 'prose')).toMatchObject({ endDetail: expect.stringContaining('no JSON') })
    expect(await lastRun(project, 'link')).toMatchObject({
      endDetail: expect.stringContaining('symbolic link'),
    })
    expect(globSync('runs/*/artefact.json', { cwd: project.stateDirectory() })).toEqual([])
  })

  test('by a schema that nothing could be judged by is not added', async () => {
    const project = await createProject()
    const bad = explores('bad', 'true', { artefact: { kind: 'schema', schema: { type: 'nothing' } } })
    await project.write({ 'drafts.json': JSON.stringify([bad]) })
    const said = await project.json('task', 'add', '--json-file', join(project.path, 'drafts.json'))
    expect(said).toMatchObject({ exitCode: 2, error: { code: 'input-invalid' } })
    expect(said.error?.message).toContain('artefact of bad')
  })
})

/** A service outside every jail: it counts what is done to it, and may keep whoever does it waiting. */
async function createService() {
  const held: ServerResponse[] = []
  const service = { deeds: 0, holds: false, tokens: new Set<string>(), port: 0, held }
  const server = createServer(({ method, headers }, response) => {
    service.tokens.add(headers.authorization ?? '')
    if (method === 'POST') service.deeds += 1
    if (method === 'POST' && service.holds) held.push(response)
    else response.writeHead(service.deeds > 0 ? 200 : 503).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  service.port = (server.address() as AddressInfo).port
  servers.push(server)
  return service
}

const servers: ReturnType<typeof createServer>[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

const call = (port: number, method: string): string =>
  `node -e "fetch('http://127.0.0.1:${port}/',{method:'${method}',headers:{authorization:process.env.SHOP_TOKEN}}).then(({ok})=>process.exit(ok||'${method}'==='POST'?0:1))"`

const configOf = (
  port: number,
  command = call(port, 'POST'),
): string => `gate: [{ name: check, run: [sh, check.sh] }]
operations:
  start: { shell: ${JSON.stringify(command)}, target: staging, timeout: 1m, network: true, inherit: [SHOP_TOKEN] }
  launch: { shell: ${JSON.stringify(command)}, target: shop, timeout: 1m, network: true, inherit: [SHOP_TOKEN] }
targets:
  staging: { production: false }
`

function operates(key: string, operation: string, port: number): object {
  const checks = [{ expect: 'red-to-green', redExits: [1], command: { shell: call(port, 'GET') } }]
  return { key, title: `Carry out ${operation}`, kind: 'operate', operation, checks }
}

async function createShop() {
  const service = await createService()
  const variables = { SHOP_TOKEN: 'hunter-two-and-three' }
  return { service, project: await createProject({ config: configOf(service.port), variables }) }
}

describe('operate', () => {
  test('carries out what the configuration allows, with proof before and after [operate-once]', async () => {
    const { service, project } = await createShop()
    await project.file(operates('begin', 'start', service.port), operates('again', 'start', service.port))
    const night = await project.json('night', '--concurrency', '1')
    expect(night).toMatchObject({ exitCode: 0 })
    expect(await project.standings()).toEqual({ begin: 'done concluded', again: 'done already-green' })
    expect(service.deeds).toBe(1)
    expect(service.tokens).toEqual(new Set(['hunter-two-and-three']))
    expect((await project.reveille('report')).stdout).toContain('start was carried out on staging')
    const files = globSync('**/*.json', { cwd: project.stateDirectory() })
    for (const file of files)
      expect(readFileSync(join(project.stateDirectory(), file), 'utf8')).not.toContain('hunter-two')
    expect(leftovers(project)).toEqual([])
  })

  test('on production waits for the grant of exactly this plan, and uses it once [operate-grant]', async () => {
    const { service, project } = await createShop()
    await project.file(operates('live', 'launch', service.port))
    expect((await project.json('night')).exitCode).toBe(3)
    expect(service.deeds).toBe(0)
    const shown = (await project.reveille('blocker', 'show', 'live')).stdout
    expect(shown).toContain('shop (production)')
    expect(await project.json('grant', 'live')).toMatchObject({
      exitCode: 2,
      error: { code: 'input-invalid' },
    })
    expect(await project.json('grant', 'live', '--until', '1h', '--yes')).toMatchObject({
      exitCode: 0,
      data: { task: 'live', granted: true },
    })

    // Another commit is another plan.
    await project.json('accept')
    await project.write({ 'work/more.txt': 'done\n' })
    await project.git('add', '.')
    await project.git('commit', '-qm', 'more')
    expect((await project.json('night')).exitCode).toBe(3)
    expect(service.deeds).toBe(0)

    expect(await project.json('grant', 'live', '--yes')).toMatchObject({ exitCode: 0 })
    expect(await project.json('night')).toMatchObject({ exitCode: 0 })
    expect(await project.standings()).toEqual({ live: 'done concluded' })
    expect(service.deeds).toBe(1)
    expect(await project.json('grant', 'live', '--yes')).toMatchObject({ error: { code: 'not-found' } })
  })

  test('killed in the middle is not carried out again but by the word of a person [operate-once]', async () => {
    const { service, project } = await createShop()
    service.holds = true
    await project.file(operates('begin', 'start', service.port))
    const night = project.start('night')
    await waitFor(() => Promise.resolve(service.held.length > 0 ? true : null))
    night.signal('SIGKILL')
    await night.ended()
    service.holds = false

    expect((await project.json('night')).exitCode).toBe(3)
    expect(await project.standings()).toEqual({ begin: 'blocked' })
    expect((await project.reveille('blocker', 'show', 'begin')).stdout).toContain('may have happened half')
    expect(service.deeds).toBe(1)
    expect((await project.reveille('night')).exitCode).toBe(3)
    expect(service.deeds).toBe(1)

    // It had happened: the proof before says so, and nothing is done twice.
    expect((await project.reveille('blocker', 'answer', 'begin', 'retry')).exitCode).toBe(0)
    expect((await project.json('night')).exitCode).toBe(0)
    expect(await project.standings()).toEqual({ begin: 'done already-green' })
    expect(service.deeds).toBe(1)
    expect(leftovers(project)).toEqual([])
  })
})
