import { execa } from 'execa'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readSource, violations } from '../scripts/walls.ts'
import { temporaryDirectory } from './temporary.ts'
import { writeTree } from './tree.ts'

const broken = (path: string, text: string) => violations([readSource(path, text)])

test.each([
  ['up a layer', 'domain/a.ts', "import '../spec/b.ts'"],
  ['up a layer, type only', 'ledger/a.ts', "import type { B } from '../runs/b.ts'"],
  ['up a layer, by re-export', 'spec/a.ts', "export * from '../verification/b.ts'"],
  ['up a layer, by dynamic import', 'landing/a.ts', "await import('../missions/b.ts')"],
  ['up a layer, by import type', 'agents/a.ts', "type B = import('../cli/b.ts').B"],
  ['sideways between ports', 'ledger/a.ts', "import '../workspaces/b.ts'"],
  ['sideways from a port to spec', 'agents/a.ts', "import '../spec/b.ts'"],
  ['sideways between runs and landing', 'runs/a.ts', "import '../landing/b.ts'"],
  ['sideways between missions and reports', 'missions/a.ts', "import '../reports/b.ts'"],
  ['sideways between audit and missions', 'audit/fixers/a.ts', "import '../../missions/b.ts'"],
  ['audit from the port of its agents', 'agents/a.ts', "import '../audit/fixers/b.ts'"],
  ['sideways between doors', 'cli/a.ts', "import '../server/b.ts'"],
  ['support in domain', 'domain/a.ts', "import '../support/b.ts'"],
  ['a package in domain', 'domain/a.ts', "import { z } from 'zod'"],
  ['a built-in in domain', 'domain/a.ts', "import 'node:fs'"],
  ['a layer in support', 'support/a.ts', "import '../ledger/b.ts'"],
  ['a port in support', 'support/a.ts', "import '../ledger/ledger.ts'"],
  ['compose.ts below the doors', 'operations/a.ts', "import '../compose.ts'"],
  ['its folder below the doors', 'operations/a.ts', "import '../compose/night.ts'"],
  ['a test', 'runs/a.ts', "import './b.test.ts'"],
  ['a file outside src', 'runs/a.ts', "import '../../test/temporary.ts'"],
  ['child processes', 'runs/a.ts', "import { spawn } from 'node:child_process'"],
  ['git as a program', 'workspaces/a.ts', "run('git', ['status'])"],
  ['git as an option', 'workspaces/a.ts', "run({ command: 'git' })"],
  ['git as a first word', 'workspaces/a.ts', "run(['git', 'status'])"],
  ['git as a template', 'workspaces/a.ts', 'run`git status ${path}`'],
  ['a folder without a layer', 'helpers/a.ts', ''],
])('a wall stands against %s [walls]', (_, path, text) => {
  expect(broken(path, text)).toEqual([expect.stringContaining(path)])
})

test.each([
  ['down several layers', 'cli/a.ts', "import '../domain/b.ts'"],
  [
    'agents and syntax, from audit',
    'audit/fixers/a.ts',
    "import '../../agents/b.ts'; import '../../verification/c.ts'",
  ],
  ['spec, from verification', 'verification/a.ts', "import '../spec/b.ts'"],
  ['support, from a port', 'ledger/a.ts', "import '../support/b.ts'"],
  ['the domain, from support', 'support/a.ts', "import '../domain/errors.ts'"],
  ['anything, from the folder of compose.ts', 'compose/a.ts', "import '../ledger/b.ts'"],
  ['anything, from compose.ts', 'compose.ts', "import './ledger/sqlite/a.ts'; import './cli/b.ts'"],
  ['compose.ts, from a door', 'cli/main.ts', "import '../compose.ts'"],
  ['paths, from domain', 'domain/a.ts', "import 'node:path'"],
  ['child processes, from their owner', 'support/process.ts', "import { spawn } from 'node:child_process'"],
  ['git, from its owner', 'support/git.ts', "run('git', ['status'])"],
  ['anything, from a test', 'domain/a.test.ts', "import '../compose.ts'; run('git', [])"],
])('a door is open to %s', (_, path, text) => {
  expect(broken(path, text)).toEqual([])
})

test('the command counts what it looked at and fails on nothing [gates-look]', async () => {
  const root = await temporaryDirectory()
  const walls = execa({ cwd: root, reject: false })
  const script = join(import.meta.dirname, '../scripts/walls.ts')

  expect(await walls`node ${script}`).toMatchObject({
    exitCode: 1,
    stdout: expect.stringContaining('0 files'),
  })
  await writeTree(root, { 'src/cli/main.ts': "import '../domain/task.ts'", 'src/domain/task.ts': '' })
  expect(await walls`node ${script}`).toMatchObject({
    exitCode: 0,
    stdout: '0 walls broken in 2 files with 1 imports',
  })
})
