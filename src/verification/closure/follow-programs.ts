/** Where single programs lead to besides the files that their line names. */
import { includesOf, MAKEFILES, makeCall, recipesOf } from './makefile.ts'
import { folderOf, foldersUp, joined, within } from './places.ts'
import { PROGRAM_FILES } from './programs.ts'
import { scriptCall, type ScriptCall } from './script-call.ts'
import type { Call, Walk } from './walk.ts'
import { isPython } from './wrappers.ts'

const PACKAGE = 'package.json'
const MOST_PACKAGES = 300

export async function followScripts(walk: Walk, { words, program, place, depth }: Call): Promise<void> {
  for (const name of scriptNames(program, words))
    await walk.line(walk, ['npm', 'run', name], { place, depth })
  const call = scriptCall(words)
  if (call === null) return
  let isScript = false
  for (const path of await packagesOf(walk, call, place.folder)) {
    walk.files.add(path)
    const scripts = scriptsOf(await walk.read(path))
    for (const [index, name] of call.scripts.entries()) {
      const script = scripts.get(name)
      if (script === undefined) continue
      isScript = true
      const text = [script, ...(index === 0 ? call.handed.map(quoted) : [])].join(' ')
      if (!walk.once(`script ${path} ${name} ${text}`)) continue
      await walk.text(walk, text, { place: { folder: folderOf(path), script: null }, depth })
    }
  }
  if (!isScript && call.tool !== null) await walk.line(walk, call.tool, { place, depth })
}

export async function followMake(walk: Walk, { words, program, place, depth }: Call): Promise<void> {
  if (program !== 'make' && program !== 'gmake') return
  const call = makeCall(words)
  const folder = joined(place.folder, call.folder)
  if (folder === null) return
  const names = call.file === null ? MAKEFILES : [call.file]
  const file = names.flatMap((name) => joined(folder, name) ?? []).find((path) => walk.paths.has(path))
  if (file === undefined || !walk.once(`make ${file} ${folder} ${call.targets.join(' ')}`)) return
  const text = await makefileText(walk, file, folder)
  for (const line of recipesOf(text, call.targets)) {
    await walk.text(walk, line, { place: { folder, script: null }, depth })
  }
}

/** The text of a Makefile with that of what it includes behind it. */
async function makefileText(walk: Walk, file: string, folder: string): Promise<string> {
  const texts: string[] = []
  const queue = new Set([file])
  for (const path of queue) {
    walk.files.add(path)
    const text = (await walk.read(path)) ?? ''
    texts.push(text)
    for (const name of includesOf(text)) {
      const included = joined(folder, name)
      if (included !== null && walk.paths.has(included)) queue.add(included)
    }
  }
  return texts.join('\n')
}

/** `python -m pkg.mod`, and folders that `python` and `node` can run. */
export async function followModule(walk: Walk, { words, program, place, depth }: Call): Promise<void> {
  const python = isPython(program)
  if (!python && program !== 'node') return
  const option = python ? words.indexOf('-m') : -1
  const operand = words.find((word, at) => at > 0 && !word.startsWith('-')) ?? ''
  const base = joined(place.folder, option === -1 ? operand : (words[option + 1] ?? '').replaceAll('.', '/'))
  if (base === null || base === '') return
  const endings = python
    ? [...(option === -1 ? [] : ['.py']), '/__main__.py']
    : ['.js', '/index.js', '/index.mjs']
  const path = endings.map((ending) => `${base}${ending}`).find((one) => walk.paths.has(one))
  if (path === undefined) return
  // A module that is started by its name belongs to a package, and its imports to the code that is being tested.
  if (option === -1) await walk.file(walk, path, { place, depth })
  else walk.files.add(path)
}

export function followProgramFiles(walk: Walk, { program, place }: Call): void {
  const names = Object.hasOwn(PROGRAM_FILES, program) ? (PROGRAM_FILES[program] ?? []) : []
  for (const name of names) {
    const path = foldersUp(place.folder)
      .map((folder) => within(folder, name))
      .find((one) => walk.paths.has(one))
    if (path !== undefined) walk.files.add(path)
  }
}

/** Scripts that other programs run by name: `run-s build test`, `concurrently "npm:test"`. */
function scriptNames(program: string, words: readonly string[]): readonly string[] {
  const operands = words.slice(1).filter((word) => !word.startsWith('-'))
  if (['run-s', 'run-p', 'npm-run-all', 'npm-run-all2'].includes(program)) return operands
  if (program !== 'concurrently' && program !== 'conc') return []
  return operands.flatMap((word) => /^(?:npm|yarn|pnpm):(\S+)$/.exec(word)?.[1] ?? [])
}

async function packagesOf(walk: Walk, call: ScriptCall, from: string): Promise<readonly string[]> {
  const start = joined(from, call.folder) ?? from
  const nearest = foldersUp(start)
    .map((folder) => within(folder, PACKAGE))
    .filter((path) => walk.paths.has(path))
    .slice(0, 1)
  if (call.workspaces === null) return nearest
  const packages = [...walk.paths].filter((path) => path === PACKAGE || path.endsWith(`/${PACKAGE}`))
  if (call.workspaces === 'all') return packages.slice(0, MOST_PACKAGES)
  const found: string[] = []
  for (const path of packages.slice(0, MOST_PACKAGES)) {
    const name = field(await walk.read(path), 'name')
    if (call.workspaces.some((asked) => asked === name || joined(start, asked) === folderOf(path)))
      found.push(path)
  }
  return found
}

function scriptsOf(text: string | null): ReadonlyMap<string, string> {
  const scripts = field(text, 'scripts')
  if (typeof scripts !== 'object' || scripts === null) return new Map()
  return new Map(
    Object.entries(scripts).flatMap(([name, script]) => (typeof script === 'string' ? [[name, script]] : [])),
  )
}

function field(text: string | null, name: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text ?? 'null')
    if (typeof parsed !== 'object' || parsed === null) return undefined
    return Object.entries(parsed).find(([key]) => key === name)?.[1]
  } catch {
    return undefined
  }
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
