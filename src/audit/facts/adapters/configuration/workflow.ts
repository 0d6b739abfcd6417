import type { Adapter, Findings, Span } from '../../adapter.ts'
import type { SourceFile } from '../../source-file.ts'
import { ownValue } from './interpolation.ts'
import { readShellText } from './shell-text.ts'
import { textAt, valueAt, yamlPlaces, type YamlPlace } from './yaml-place.ts'

/** Given by the host itself. */
const GIVEN_SECRETS = new Set(['GITHUB_TOKEN'])
const SECRET = /\$\{\{[^}]*?\b(?:secrets|vars)\.([A-Za-z_]\w*)[^}]*\}\}/g
const EXPRESSION = /\$\{\{[^}]*\}\}/g

/** Steps that run commands, and the variables that jobs set and ask their host for. */
export const workflowAdapter: Adapter = {
  id: 'workflow',
  version: 1,
  reads: (path) => /(?:^|\/)\.github\/workflows\/[^/]+\.ya?ml$/.test(path),
  read(file, found) {
    for (const root of yamlPlaces(file)) {
      readVariables(root, 'env', null, found)
      for (const { key, value } of valueAt(root, 'jobs')?.entries ?? [])
        readJob(file, { root, job: key, value }, found)
    }
    for (const { 1: name = '', index, 0: whole } of withoutComments(file.text).matchAll(SECRET))
      if (!GIVEN_SECRETS.has(name))
        found.fact(
          'environmentRead',
          { start: index, end: index + whole.length },
          { name, by: 'workflow', hasDefault: whole.includes('||'), isClient: false },
        )
    const { documents, problems } = file.yaml()
    if (documents.length === 0 && problems[0] !== undefined) found.unresolved('ciStep', problems[0])
  },
}

interface Job {
  readonly root: YamlPlace
  readonly job: string
  readonly value: YamlPlace
}

function readJob(file: SourceFile, { root, job, value }: Job, found: Findings): void {
  readVariables(value, 'env', null, found, job)
  for (const { key, value: service } of valueAt(value, 'services')?.entries ?? [])
    readVariables(service, 'env', key, found, job)
  const uses = valueAt(value, 'uses')
  if (uses !== undefined) found.unresolved('ciStep', uses.span)
  const standard =
    textAt(value, 'defaults', 'run', 'working-directory') ??
    textAt(root, 'defaults', 'run', 'working-directory')
  for (const [index, step] of (valueAt(value, 'steps')?.items ?? []).entries()) {
    readVariables(step, 'env', null, found, job)
    readBuildArguments(step, job, found)
    const run = valueAt(step, 'run')
    if (run === undefined || run.text === null) continue
    const name =
      textAt(step, 'name') ?? textAt(step, 'id') ?? run.text.trim().split('\n', 1)[0] ?? String(index)
    const folder = textAt(step, 'working-directory') ?? standard
    const mayFail = [step, value].some((place) => textAt(place, 'continue-on-error') === 'true')
    const workflow = textAt(root, 'name') ?? file.path
    found.fact('ciStep', run.span, { workflow, job, name, run: run.text, folder, mayFail }, { symbol: job })
    readRun(run.text, run.span, { runner: `${job}: ${name}`, folder: folder ?? '' }, found)
  }
}

function readRun(
  text: string,
  span: Span,
  { runner, folder }: { readonly runner: string; readonly folder: string },
  found: Findings,
): void {
  // Expressions are put in before a shell sees the text.
  const plain = text.replace(EXPRESSION, (whole) => ' '.repeat(whole.length))
  readShellText({ text: plain, span, isVerbatim: false, runner, folder }, found)
}

function readVariables(
  place: YamlPlace,
  key: string,
  service: string | null,
  found: Findings,
  symbol: string | null = null,
): void {
  for (const { key: name, span, value } of valueAt(place, key)?.entries ?? [])
    found.fact(
      'environmentWrite',
      span,
      { name, service, when: 'ci', value: ownValue(name, value.text), isGenerated: false },
      { symbol },
    )
}

/** Arguments that a step of an action hands to the build of an image. */
function readBuildArguments(step: YamlPlace, job: string, found: Findings): void {
  const given = valueAt(step, 'with', 'build-args')
  if (given === undefined) return
  for (const line of (given.text ?? '').split('\n')) {
    const [, name, value] = /^\s*([A-Za-z_]\w*)=(.*)$/.exec(line) ?? []
    if (name === undefined || value === undefined) continue
    const columns = {
      name,
      service: null,
      when: 'build',
      value: ownValue(name, value),
      isGenerated: false,
    } as const
    found.fact('environmentWrite', given.span, columns, { symbol: job })
  }
}

function withoutComments(text: string): string {
  return text.replace(/^[ \t]*#[^\n]*/gm, (line) => ' '.repeat(line.length))
}
