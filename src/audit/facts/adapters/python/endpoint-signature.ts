/** Parameters of a function that serves a route: what is the body, what is a guard, what only other files can tell. */
import type { SgNode } from '@ast-grep/napi'
import { lastName, pythonCall } from './calls.ts'
import { dependenciesIn } from './dependencies.ts'
import { insideOf } from './literals.ts'
import type { PythonTree } from './python-tree.ts'

export interface Signature {
  readonly guards: readonly string[]
  readonly body: string | null
  readonly openTypes: readonly string[]
  readonly confidence: number
}

interface Parameter {
  readonly name: string
  readonly type: SgNode | null
  readonly value: SgNode | null
}

/** `verb` and `path` tell which parameters cannot be the body. */
export function signatureOf(
  definition: SgNode,
  { tree, verb, path }: { tree: PythonTree; verb: string; path: string },
): Signature {
  const parameters = parametersOf(definition)
  const guards = parameters.flatMap(({ type, value }) => [...dependenciesIn(type), ...dependenciesIn(value)])
  const explicit = parameters.find(isBody)
  const inPath = new Set([...path.matchAll(/\{(\w+)/g)].map(([, name]) => name))
  const candidates = parameters
    .filter(({ name, type, value }) => type !== null && mayBeBody(type, value) && !inPath.has(name))
    .flatMap(({ type }) => modelName(type) ?? [])
  const aliased = candidates.filter((name) => aliasOf(tree, name) !== null)
  const open = candidates.filter((name) => aliasOf(tree, name) === null)
  const allGuards = [...guards, ...aliased.flatMap((name) => dependenciesIn(aliasOf(tree, name)))]
  if (explicit === undefined) return { guards: allGuards, ...bodyOf(open, tree, verb) }
  return { guards: allGuards, body: modelName(explicit.type) ?? explicit.name, openTypes: [], confidence: 1 }
}

function bodyOf(open: readonly string[], tree: PythonTree, verb: string): Omit<Signature, 'guards'> {
  const own = open.filter((name) =>
    tree.definitions.some((known) => known.kind === 'class' && known.name === name),
  )
  const likely = own.length > 0 ? own : open.filter((name) => !/(?:Dep|Deps|Dependency)$|^Current/.test(name))
  const [body] = likely
  const hasBody = ['POST', 'PUT', 'PATCH', 'ANY'].includes(verb) && likely.length === 1 && body !== undefined
  if (!hasBody) return { body: null, openTypes: open, confidence: open.length === 0 ? 1 : 0.9 }
  const isKnown = own.length === 1 && open.length === 1
  return { body, openTypes: isKnown ? [] : open, confidence: isKnown ? 1 : 0.9 }
}

function parametersOf(definition: SgNode): Parameter[] {
  const list = definition.field('parameters')
  return (list === null ? [] : insideOf(list)).flatMap((node) => {
    const kind = String(node.kind())
    if (kind === 'typed_parameter') {
      const [name] = insideOf(node)
      return name?.kind() === 'identifier'
        ? [{ name: name.text(), type: node.field('type'), value: null }]
        : []
    }
    if (kind !== 'typed_default_parameter' && kind !== 'default_parameter') return []
    const type = kind === 'typed_default_parameter' ? node.field('type') : null
    return [{ name: node.field('name')?.text() ?? '', type, value: node.field('value') }]
  })
}

function isBody({ type, value }: Parameter): boolean {
  return (
    callNames(value).includes('Body') ||
    (type?.text().startsWith('Annotated') === true && callNames(type).includes('Body'))
  )
}

/** Parameters of these come from elsewhere than the body, or are no model. */
const ELSEWHERE = new Set(['Depends', 'Security', 'Query', 'Path', 'Header', 'Cookie', 'Form', 'File'])

function mayBeBody(type: SgNode, value: SgNode | null): boolean {
  return ![...callNames(value), ...callNames(type)].some((name) => ELSEWHERE.has(name))
}

function callNames(node: SgNode | null): string[] {
  if (node === null || !node.text().includes('(')) return []
  const calls = node.kind() === 'call' ? [node] : node.findAll({ rule: { kind: 'call' } })
  return calls.map((call) => lastName(pythonCall(call).name))
}

const PLAIN = new Set([
  ...[
    'Any',
    'Request',
    'Response',
    'WebSocket',
    'BackgroundTasks',
    'UploadFile',
    'HTTPConnection',
    'SecurityScopes',
  ],
  ...[
    'Session',
    'AsyncSession',
    'UUID',
    'UUID4',
    'Decimal',
    'Path',
    'EmailStr',
    'None',
    'Literal',
    'Annotated',
  ],
  ...['Optional', 'List', 'Dict', 'Set', 'Tuple', 'Union', 'Sequence', 'Iterable', 'Mapping'],
])

/** The one class that an annotation names, through `Optional[...]`, `X | None` and lists; null for plain types. */
function modelName(type: SgNode | null): string | null {
  const text = (type?.text() ?? '').replaceAll(/["']/g, '')
  if (/^(?:typing\.)?(?:Literal|[dD]ict|Mapping|Callable)\b/.test(text)) return null
  const names = text.match(/[\p{L}_][\p{L}\p{N}_.]*/gu) ?? []
  const models = names.filter((name) => /^\p{Lu}/u.test(lastName(name)) && !PLAIN.has(lastName(name)))
  return models[0] ?? null
}

/** `X = Annotated[T, Depends(f)]` of this file. */
function aliasOf(tree: PythonTree, name: string): SgNode | null {
  const found = tree.assignments.find((assignment) => assignment.name === name && assignment.owner === null)
  return found?.value ?? null
}
