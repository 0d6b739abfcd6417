import { execa } from 'execa'
import { chown, mkdir, readdir, readFile, readlink, lstat } from 'node:fs/promises'
import { createServer as createHttpServer } from 'node:http'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { join } from 'node:path'
import type { Workspace } from '../src/workspaces/workspace.ts'
import { temporaryDirectory } from './temporary.ts'
import { writeTree } from './tree.ts'

/** Stands in every file, and the environment, that a jailed command must not read. */
export const CANARY = 'canary-f3b1c7'

export interface Person {
  readonly uid: number
  readonly gid: number
}

/** All that an escape could reach, made anew for each attempt: what stays the same was out of reach. */
export interface World extends AsyncDisposable {
  readonly folder: string
  readonly workspace: Workspace
  readonly variables: Readonly<Record<string, string>>
  /** A process of the same user outside the jail. */
  readonly victim: number
  readonly mark: string
  connections(): number
  /** Paths outside what the command may write, with what is there. */
  picture(): Promise<ReadonlyMap<string, string>>
}

export async function createWorld(owner: Person): Promise<World> {
  const folder = await temporaryDirectory()
  const mark = `reveille-daemon-${folder.slice(-6)}`
  const mine = join(folder, 'workspaces/mine')
  await writeTree(folder, FILES)
  await Promise.all(
    ['run', 'workspaces/mine/home', 'workspaces/mine/git', 'workspaces/mine/root/.git'].map((name) =>
      mkdir(join(folder, name), { recursive: true }),
    ),
  )
  let connections = 0
  const count = (): void => void connections++
  const http = createHttpServer((_request, response) => response.end()).on('connection', count)
  const listeners: readonly Server[] = [
    await listening(http, { port: 0, host: '127.0.0.1' }),
    await listening(createServer(count), { path: `\0${mark}` }),
    await listening(createServer(count), { path: join(folder, 'run/daemon.sock'), writableAll: true }),
  ]
  const victim = execa('sleep', ['600'], {
    env: { CANARY },
    extendEnv: false,
    reject: false,
    ...(isRoot() ? owner : {}),
  })
  if (isRoot()) await chownAll(folder, owner)
  return {
    folder,
    mark,
    victim: victim.pid ?? 0,
    workspace: {
      id: 'mine',
      folder: mine,
      root: join(mine, 'root'),
      home: join(mine, 'home'),
      gitDirectory: join(mine, 'git'),
      objects: join(folder, 'repository/.git/objects'),
      commit: '',
      mount: { kind: 'plain' },
      environmentFolders: [],
    },
    variables: {
      WORLD: folder,
      VICTIM: String(victim.pid),
      PORT: String((http.address() as AddressInfo).port),
      ABSTRACT: mark,
      MARK: mark,
      NODE: process.execPath,
    },
    connections: () => connections,
    picture: () => pictureOf(folder),
    async [Symbol.asyncDispose]() {
      victim.kill('SIGKILL')
      await victim
      for (const pid of await processesMarked(mark)) process.kill(pid, 'SIGKILL')
      await Promise.all(listeners.map((server) => new Promise((resolve) => server.close(resolve))))
    },
  }
}

const FILES = {
  'outside.txt': 'outside',
  'home/.profile': '',
  'home/.npmrc': `//registry/:_authToken=${CANARY}`,
  'home/.ssh/id_ed25519': CANARY,
  'home/.pyenv/credentials': CANARY,
  'home/.pyenv/shims/tool': '#!/bin/sh\necho a tool of the user\n',
  'state/ledger.db': CANARY,
  'repository/.git/config': `[http]\n\textraHeader = ${CANARY}\n`,
  'repository/.git/hooks/pre-commit.sample': '',
  'repository/.git/refs/heads/main': '',
  'repository/.git/objects/aa/blob': 'blob',
  'workspaces/other/root/file': CANARY,
  'workspaces/mine/root/docs/guide.md': 'guide',
  'workspaces/mine/root/src/main.c': '',
}

export function isRoot(): boolean {
  return process.getuid?.() === 0
}

/** Processes with the mark among their arguments. */
export async function processesMarked(mark: string): Promise<readonly number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const marked = await Promise.all(
    pids.map(async (pid) => {
      const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
      return line.split('\0').includes(mark) ? [Number(pid)] : []
    }),
  )
  return marked.flat()
}

/** The command may write below its workspace, but for the parts where an escape would show. */
const ITS_OWN = /^workspaces\/mine\/(?!root\/docs|root\/\.git\/)/

async function pictureOf(folder: string): Promise<ReadonlyMap<string, string>> {
  const names = (await namesBelow(folder)).filter((name) => !ITS_OWN.test(name)).toSorted()
  return new Map(
    await Promise.all(names.map(async (name) => [name, await lookOf(join(folder, name))] as const)),
  )
}

/** Relative paths of everything below a folder; links are named and not followed. */
async function namesBelow(folder: string, below = ''): Promise<readonly string[]> {
  const entries = await readdir(join(folder, below), { withFileTypes: true })
  const names = entries.map(async (entry) => {
    const name = join(below, entry.name)
    return entry.isDirectory() ? [name, ...(await namesBelow(folder, name))] : [name]
  })
  return (await Promise.all(names)).flat()
}

async function lookOf(path: string): Promise<string> {
  const status = await lstat(path)
  if (status.isSymbolicLink()) return `link to ${await readlink(path)}`
  return `${status.mode.toString(8)} ${status.isFile() ? await readFile(path, 'utf8') : ''}`
}

function listening(server: Server, options: Parameters<Server['listen']>[0] & object): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(options, () => resolve(server))
  })
}

async function chownAll(folder: string, { uid, gid }: Person): Promise<void> {
  const names = await namesBelow(folder)
  await Promise.all(['', ...names].map((name) => chown(join(folder, name), uid, gid)))
}
