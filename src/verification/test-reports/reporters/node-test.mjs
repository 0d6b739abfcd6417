// Reporter of `node --test` (Node 18.15 and newer). Writes one file a process: two runs in one command do not meet.
import { appendFileSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'

const folder = process.env.REVEILLE_REPORTS
// A runner that a test starts is a matter of that test.
delete process.env.REVEILLE_REPORTS
const root = process.env.REVEILLE_ROOT ?? process.cwd()

export default async function* report(events) {
  if (folder === undefined) return
  const path = join(folder, `node-test-${process.pid}-${Date.now().toString(36)}.jsonl`)
  writeFileSync(path, '', { flag: 'wx' })
  const write = (line) => appendFileSync(path, `${JSON.stringify(line)}\n`)
  const ancestors = []
  const begun = new Set()
  const ended = new Set()
  let tests = 0
  for await (const { type, data } of events) {
    if (type === 'test:start') ancestors.splice(data.nesting, Infinity, data.name)
    if (type === 'test:summary' && data.file) ended.add(data.file)
    if (type !== 'test:pass' && type !== 'test:fail') continue
    const line = lineOf({ failed: type === 'test:fail', data, ancestors })
    if (line === null) continue
    if (data.entryFile) begun.add(data.entryFile)
    if ('test' in line) tests += 1
    write(line)
  }
  // A file that left by process.exit() counts as passed. Versions of Node that say which file runs also sum up each file
  // that came to its end.
  const isWhole = [...begun].every((file) => ended.has(file))
  if (isWhole) write({ end: true, tests })
}

function lineOf({ failed, data, ancestors }) {
  const { name, nesting, file } = data
  const place = data.entryFile ?? file
  // Node counts a file that reported no test of its own as a test, named by its path.
  const isFile = nesting === 0 && file !== undefined && resolve(name) === resolve(file)
  const where = place === undefined ? [] : [relative(root, resolve(place))]
  const names = isFile ? where : [...where, ...ancestors.slice(0, nesting), name]
  const id = names.join(' > ')
  if (isFile || data.details?.type === 'suite') {
    const error = data.details?.error
    if (!failed || error?.failureType === 'subtestsFailed') return null
    return { error: `${id}: ${String(error?.cause?.message ?? error?.message ?? 'failed').split('\n')[0]}` }
  }
  return { test: id, outcome: outcomeOf(failed, data) }
}

function outcomeOf(failed, { skip, todo, expectFailure }) {
  // Both are empty texts where no reason was given.
  if ((skip ?? false) !== false || (todo ?? false) !== false) return 'skipped'
  if (failed) return 'failed'
  return (expectFailure ?? false) === false ? 'passed' : 'skipped'
}
