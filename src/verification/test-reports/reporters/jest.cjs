// Reporter of jest, from version 24 on.
const { appendFileSync, writeFileSync } = require('node:fs')
const { join, relative } = require('node:path')

const folder = process.env.REVEILLE_REPORTS
// Where reports are is no business of tests.
delete process.env.REVEILLE_REPORTS
const root = process.env.REVEILLE_ROOT || process.cwd()

module.exports = class Reporter {
  constructor() {
    this.path = join(folder, `jest-${process.pid}-${Date.now().toString(36)}.jsonl`)
  }

  onRunStart() {
    writeFileSync(this.path, '', { flag: 'wx' })
  }

  onRunComplete(_contexts, results) {
    const lines = results.testResults.reduce((all, file) => all.concat(linesOfFile(file)), [])
    if (results.runExecError) lines.push({ error: textOf(results.runExecError) })
    const tests = lines.filter((line) => 'test' in line).length
    if (!results.wasInterrupted) lines.push({ end: true, tests })
    appendFileSync(this.path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  }
}

function linesOfFile({ testFilePath, testResults, testExecError }) {
  const file = relative(root, testFilePath)
  const errors = testExecError ? [{ error: `${file}: ${textOf(testExecError)}` }] : []
  const tests = testResults.map(({ ancestorTitles, title, status }) => ({
    test: [file, ...ancestorTitles, title].join(' > '),
    outcome: status === 'passed' || status === 'failed' ? status : 'skipped',
  }))
  return [...errors, ...tests]
}

function textOf(error) {
  const lines = String(error.message || error).split('\n')
  return lines.find((line) => line.trim() !== '') || 'failed'
}
