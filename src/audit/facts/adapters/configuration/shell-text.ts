/** What any text that a shell runs says: what it starts, the compose files it takes, the variables it asks for. */
import { posix } from 'node:path'
import { splitShell } from '../../../../verification/closure/shell-words.ts'
import type { Findings, Span } from '../../adapter.ts'
import { fold } from './interpolation.ts'
import { addLaunches, launchesOfShell } from './launch.ts'
import type { Variables } from './launched.ts'
import { shellReads, shellValues } from './shell-reads.ts'

export interface ShellText {
  readonly text: string
  /** Offset of the text in its file; places are only as exact as the text is verbatim there. */
  readonly span: Span
  readonly isVerbatim: boolean
  readonly runner: string
  /** Folder that it is run in, relative to the root. */
  readonly folder: string
  readonly variables?: Variables
}

/** Commands that say which services there are; `down` or `logs` may leave files off. */
const STARTING = new Set(['up', 'run', 'start', 'create', 'watch', 'restart'])
const USUAL_FILES = ['compose.yaml', 'compose.override.yaml']

export function readShellText(shell: ShellText, found: Findings): void {
  const variables = new Map([...(shell.variables ?? []), ...shellValues(shell.text)])
  addLaunches(found, shell.span, shell.runner, launchesOfShell(shell.text, variables))
  addDeploymentSets(shell, variables, found)
  readShellVariables(shell, found)
}

function readShellVariables({ text, span, isVerbatim, runner }: ShellText, found: Findings): void {
  for (const { name, hasDefault, start, end } of shellReads(text))
    found.fact(
      'environmentRead',
      isVerbatim ? { start: span.start + start, end: span.start + end } : span,
      { name, by: 'shell', hasDefault, isClient: false },
      { symbol: runner },
    )
}

function addDeploymentSets(shell: ShellText, variables: Variables, found: Findings): void {
  let folder = shell.folder
  const outer: string[] = []
  for (const part of splitShell(shell.text)) {
    if (part.kind === 'group-begins') outer.push(folder)
    else if (part.kind === 'group-ends') folder = outer.pop() ?? folder
    else if (part.words[0] === 'cd') folder = posix.join(folder, part.words[1] ?? '')
    else addSet({ words: part.words, folder, span: shell.span, runner: shell.runner }, variables, found)
  }
}

function addSet(
  call: {
    readonly words: readonly string[]
    readonly folder: string
    readonly span: Span
    readonly runner: string
  },
  variables: Variables,
  found: Findings,
): void {
  const given = composeFiles(call.words)
  if (given === null) return
  const folded = given.map((file) => fold(file, variables))
  if (folded.some(({ isOpen }) => isOpen)) {
    found.unresolved('deploymentSet', call.span)
    return
  }
  const isUsual = given.length === 0
  const names = isUsual ? USUAL_FILES : folded.map(({ text }) => text)
  found.fact(
    'deploymentSet',
    call.span,
    { files: names.map((file) => posix.join(call.folder, file)) },
    // The usual files have several names, and the second one need not be there.
    { symbol: call.runner, confidence: isUsual ? 0.8 : folded.some(({ isFolded }) => isFolded) ? 0.9 : 1 },
  )
}

/** Files that a `docker compose` command names, none for the usual ones; null for any other command. */
function composeFiles(words: readonly string[]): readonly string[] | null {
  const at = words.findIndex((word) => /(?:^|\/)(?:docker|podman|docker-compose|podman-compose)$/.test(word))
  const program = posix.basename(words[at] ?? '')
  const isStack = words[at + 1] === 'stack'
  const isCompose = program.endsWith('-compose') || words[at + 1] === 'compose' || isStack
  if (at === -1 || at > 3 || !isCompose) return null
  const files: string[] = []
  const rest = words.slice(at + 1)
  for (const [index, word] of rest.entries()) {
    const [, glued] = /^(?:--file=|--compose-file=|-f=)(.+)$/.exec(word) ?? []
    if (glued !== undefined) files.push(glued)
    else if (word === '-f' || word === '--file' || (isStack && /^(?:-c|--compose-file)$/.test(word)))
      files.push(rest[index + 1] ?? '')
    else if (STARTING.has(word)) return files
    // What follows a command that starts nothing may mean anything.
    else if (
      /^(?:down|logs|exec|build|pull|push|ps|stop|rm|kill|config|images|top|ls|cp|version)$/.test(word)
    )
      return null
  }
  return isStack && files.length > 0 ? files : null
}
