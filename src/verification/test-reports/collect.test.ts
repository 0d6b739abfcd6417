import { execFileSync } from 'node:child_process'
import { link, mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryDirectory } from '../../../test/temporary.ts'
import { collectReport, COPIED_REPORT } from './collect.ts'
import type { PlannedReport } from './report-plan.ts'

const PYTEST = { format: 'pytest', from: 'reporter' } as const
const GOOD = '{"test":"a","outcome":"passed"}\n{"end":true,"tests":1}\n'

async function collect(folder: string, reports: readonly PlannedReport[], output = '') {
  const formats = reports.map(({ format }) => format)
  const plan = { formats, reports, command: { argv: ['true'] }, variables: {}, readable: [] }
  return collectReport({ plan, folder, output })
}

async function folderOf(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = join(await temporaryDirectory(), 'reports')
  await mkdir(folder)
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)))
  return folder
}

test('a plan without reports gives none', async () => {
  expect(await collect('/missing', [])).toBeNull()
})

test('files of one runner are put together, and others are not looked at', async () => {
  const folder = await folderOf({
    'pytest-1-1.jsonl': GOOD,
    'pytest-2-9.jsonl': '{"error":"b"}\n{"end":true,"tests":0}\n',
    'jest-2-9.jsonl': 'nonsense',
    'notes.txt': 'nonsense',
  })
  expect(await collect(folder, [PYTEST])).toEqual({
    formats: ['pytest'],
    complete: true,
    tests: [{ id: 'a', outcome: 'passed' }],
    errors: ['b'],
  })
})

test.each([
  ['there is none', {}],
  ['one of them was cut off', { 'pytest-1-1.jsonl': GOOD, 'pytest-2-9.jsonl': '' }],
  ['one is nonsense', { 'pytest-1-1.jsonl': 'nonsense' }],
])('a report is not complete when %s', async (_what, files) => {
  expect((await collect(await folderOf(files), [PYTEST]))?.complete).toBe(false)
})

test('one of two runners that wrote nothing makes the report incomplete [report-whole]', async () => {
  const folder = await folderOf({ 'pytest-1-1.jsonl': GOOD })
  const report = await collect(folder, [PYTEST, { format: 'unittest', from: 'reporter' }])
  expect(report).toMatchObject({ complete: false, tests: [{ id: 'a', outcome: 'passed' }] })
})

test('nothing is read through a link, from a pipe or from a folder [report-untrusted]', async () => {
  const elsewhere = await folderOf({ 'pytest-1-1.jsonl': GOOD })
  const planted: readonly ((path: string) => Promise<void> | void)[] = [
    (path) => symlink(join(elsewhere, 'pytest-1-1.jsonl'), path),
    (path) => link(join(elsewhere, 'pytest-1-1.jsonl'), path),
    (path) => void execFileSync('/bin/sh', ['-c', 'mkfifo "$0"', path]),
    (path) => mkdir(path),
  ]
  for (const plant of planted) {
    const folder = await folderOf({})
    await plant(join(folder, 'pytest-3-3.jsonl'))
    expect(await collect(folder, [PYTEST])).toMatchObject({ complete: false, tests: [] })
  }
  const linked = join(await temporaryDirectory(), 'linked')
  await symlink(elsewhere, linked)
  expect(await collect(linked, [PYTEST])).toMatchObject({ complete: false, tests: [] })
})

test('a declared file is read by its format', async () => {
  const folder = await folderOf({ [COPIED_REPORT]: '<testsuite><testcase name="a"/></testsuite>' })
  const tests = [{ id: 'a', outcome: 'passed' }]
  expect(await collect(folder, [{ format: 'junit', from: 'file' }])).toMatchObject({ complete: true, tests })
  expect(await collect(folder, [{ format: 'pytest', from: 'file' }])).toMatchObject({ complete: true, tests })
  expect(await collect(folder, [{ format: 'cargo-test', from: 'file' }])).toMatchObject({ complete: false })
  expect(await collect(await folderOf({}), [{ format: 'junit', from: 'file' }])).toMatchObject({
    complete: false,
  })
})

test('a report in an output that was cut off is not complete', async () => {
  const reports = [{ format: 'tap', from: 'output' }] as const
  const plan = {
    formats: ['tap'],
    reports,
    command: { argv: ['true'] },
    variables: {},
    readable: [],
  } as const
  const asked = { plan, folder: await folderOf({}), output: '1..1\nok 1 - a\n' }
  expect((await collectReport(asked))?.complete).toBe(true)
  expect((await collectReport({ ...asked, truncated: true }))?.complete).toBe(false)
})
