import { parseCargoTest } from './cargo-test.ts'
import { parseGoTest } from './go-test.ts'
import { parseJestJson } from './jest-json.ts'
import { parseJunit, parseJunitOutput } from './junit.ts'
import { merged, NO_REPORT, type ParsedReport } from './parsed-report.ts'
import type { CollectReport, PlannedReport } from './report-plan.ts'
import { parseReporterLines } from './reporter-lines.ts'
import { parseTap } from './tap.ts'
import { readUntrusted, type FoundFile } from './untrusted-folder.ts'
import type { ReportFormat } from '../../domain/test-report.ts'

/** Name of the copy of a file that the check's author said is the report. */
export const COPIED_REPORT = 'report-of-the-check'

/** See `CollectReport`. Never rejects: what cannot be read is a report that is not complete. */
export const collectReport: CollectReport = async ({ plan, folder, output, truncated = false, mask }) => {
  if (plan.reports.length === 0) return null
  const files = (await readUntrusted(folder, isReport)) ?? []
  const parts = plan.reports.map((planned): ParsedReport => {
    if (planned.from !== 'output') return reportOfFiles(planned, files)
    const report = parseOutput(planned.format, output)
    return truncated ? { ...report, complete: false } : report
  })
  const { tests, errors, complete } = merged(parts, mask)
  return { formats: plan.formats, complete, tests, errors: errors.toSorted() }
}

/** Reporters of ours write `FORMAT-PROCESS-TIME.jsonl`. */
function isReport(name: string): boolean {
  return name === COPIED_REPORT || /^[a-z-]{1,20}-\d{1,20}-[a-z\d]{1,30}\.jsonl$/.test(name)
}

function reportOfFiles({ format, from }: PlannedReport, files: readonly FoundFile[]): ParsedReport {
  if (from === 'file') {
    const copy = files.find(({ name }) => name === COPIED_REPORT)
    return copy === undefined ? NO_REPORT : parseFile(format, copy.text)
  }
  const own = files.filter(({ name }) => name.replace(/-\d+-[a-z\d]+\.jsonl$/, '') === format)
  const parts = own.map(({ text }) => parseReporterLines(text))
  return {
    tests: parts.flatMap(({ tests }) => tests),
    errors: parts.flatMap(({ errors }) => errors),
    complete: parts.length > 0 && parts.every(({ complete }) => complete),
  }
}

/** What the runners themselves write to a file when asked for a report. */
function parseFile(format: ReportFormat, text: string): ParsedReport {
  switch (format) {
    case 'vitest':
    case 'jest':
      return text.trimStart().startsWith('{') ? parseJestJson(text) : parseJunit(text)
    case 'node-test':
    case 'tap':
      return text.trimStart().startsWith('<') ? parseJunit(text) : parseTap(text)
    case 'pytest':
    case 'unittest':
    case 'junit':
      return parseJunit(text)
    case 'go-test':
      return parseGoTest(text)
    case 'cargo-test':
      return parseCargoTest(text)
  }
}

function parseOutput(format: ReportFormat, output: string): ParsedReport {
  return format === 'junit' ? parseJunitOutput(output) : parseFile(format, output)
}
