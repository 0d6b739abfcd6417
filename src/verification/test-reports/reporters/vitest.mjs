// Reporter of vitest, from version 1 on.
import { appendFileSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'

const folder = process.env.REVEILLE_REPORTS
// Where reports are is no business of tests.
delete process.env.REVEILLE_REPORTS
const root = process.env.REVEILLE_ROOT ?? process.cwd()

export default class Reporter {
  path = join(folder, `vitest-${process.pid}-${Date.now().toString(36)}.jsonl`)
  isWritten = false

  onInit() {
    writeFileSync(this.path, '', { flag: 'wx' })
  }

  /** From version 3 on. */
  onTestRunEnd(modules, errors, reason) {
    if (reason === 'interrupted') this.isWritten = true
    this.finish(
      modules.map((module) => module.task ?? module),
      errors,
    )
  }

  /** Until version 3, which calls both. */
  onFinished(files, errors) {
    this.finish(files ?? [], errors)
  }

  finish(files, unhandled = []) {
    if (this.isWritten) return
    this.isWritten = true
    const lines = files.flatMap((file) => linesOfFile(file))
    lines.push(...unhandled.map((error) => ({ error: `unhandled: ${textOf(error)}` })))
    const tests = lines.filter((line) => 'test' in line).length
    const text = [...lines, { end: true, tests }].map((line) => `${JSON.stringify(line)}\n`).join('')
    appendFileSync(this.path, text)
  }
}

function linesOfFile(file) {
  const path = relative(root, resolve(file.filepath ?? file.moduleId ?? file.name))
  const place = file.projectName ? `${path} |${file.projectName}|` : path
  const lines = (file.tasks ?? []).flatMap((task) => linesOfTask(task, place))
  return [...errorsOf(file, place), ...lines]
}

function linesOfTask(task, place) {
  const id = `${place} > ${task.name}`
  if (task.type !== 'suite') return [{ test: id, outcome: outcomeOf(task) }]
  return [...errorsOf(task, id), ...task.tasks.flatMap((inner) => linesOfTask(inner, id))]
}

/** Of files and suites: what went wrong outside of any test, a hook for example. */
function errorsOf({ result }, id) {
  return (result?.errors ?? []).map((error) => ({ error: `${id}: ${textOf(error)}` }))
}

function outcomeOf({ mode, result, fails }) {
  if (mode === 'skip' || mode === 'todo' || result?.state === 'skip') return 'skipped'
  if (result?.state !== 'pass') return 'failed'
  return fails ? 'skipped' : 'passed'
}

function textOf(error) {
  return String(error?.message ?? error).split('\n')[0]
}
