import type { Adapter, Findings } from '../../adapter.ts'
import { asWritten, callOf, lastName } from './calls.ts'
import { elementsOf, entryOf, foldText, insideOf, literalText } from './literals.ts'
import { isPythonPath, pythonTree } from './python-tree.ts'
import type { Assignment, Definition, PythonTree } from './python-tree.ts'
import { scopeAt } from './scope.ts'

/** Fields of pydantic's settings classes, with the variables that fill them. */
export const settingsAdapter: Adapter = {
  id: 'pydantic-settings',
  version: 1,
  reads: isPythonPath,
  read(file, found) {
    if (!/Settings\b/.test(file.text)) return
    const tree = pythonTree(file)
    if (tree === null) return
    for (const definition of settingsClasses(tree)) fields(tree, definition, found)
  },
}

/** Classes that come from BaseSettings, straight or through each other. */
export function settingsClasses(tree: PythonTree): readonly Definition[] {
  const known = new Set<string>()
  return tree.definitions.filter((definition) => {
    const bases = basesOf(definition).map(lastName)
    const isOne = definition.kind === 'class' && bases.some((base) => known.has(base) || isBase(base))
    if (isOne) known.add(definition.name)
    return isOne
  })
}

/** `CommonSettings` of another module is one most of the time; `BaseModel` never is. */
function isBase(name: string): boolean {
  return /Settings$/.test(name) && !/SourceSettings$/.test(name)
}

export function basesOf(definition: Definition): readonly string[] {
  const list = definition.node.field('superclasses')
  const bases = list === null ? [] : insideOf(list)
  return bases.filter((base) => base.kind() !== 'keyword_argument').map(asWritten)
}

interface Configuration {
  readonly prefix: string
  readonly isCaseSensitive: boolean
  readonly isOpen: boolean
}

function fields(tree: PythonTree, owner: Definition, found: Findings): void {
  const configuration = configurationOf(tree, owner)
  const isSure = basesOf(owner).some((base) => lastName(base) === 'BaseSettings') && !configuration.isOpen
  for (const assignment of tree.assignments) {
    if (assignment.owner !== owner || assignment.type === null) continue
    if (!/^\w+$/.test(assignment.name) || /^model_config$|^_/.test(assignment.name)) continue
    if (/^(?:typing\.)?ClassVar\b/.test(assignment.type)) continue
    const variables = variablesOf(tree, assignment, configuration)
    if (variables === null) found.unresolved('setting', assignment)
    const columns = {
      ...{ owner: owner.name, field: assignment.name, variables: variables ?? [] },
      default: defaultOf(assignment),
    }
    const confidence = variables === null ? 0.5 : isSure ? 1 : 0.8
    found.fact('setting', assignment, columns, { symbol: owner.name, confidence })
  }
}

/** `model_config = SettingsConfigDict(...)`, or the inner `class Config` of the older library. */
function configurationOf(tree: PythonTree, owner: Definition): Configuration {
  const given = tree.assignments.find(
    ({ owner: around, name }) => around === owner && name === 'model_config',
  )?.value
  const inner = tree.definitions.find(
    (definition) => definition.owner === owner && definition.name === 'Config',
  )
  const of = (name: string) =>
    callOf(given)?.named.get(name) ??
    entryOf(given, name, scopeAt(tree, owner.start)) ??
    tree.assignments.find(
      ({ owner: around, name: left }) => around !== null && around === inner && left === name,
    )?.value ??
    null
  const prefix = of('env_prefix')
  const folded = foldText(prefix, scopeAt(tree, owner.start))
  return {
    prefix: folded?.text ?? '',
    isCaseSensitive: of('case_sensitive')?.text() === 'True',
    isOpen: prefix !== null && (folded === null || folded.text.includes('{}')),
  }
}

/** An alias stands instead of the name, prefix and all. Null where it cannot be read. */
function variablesOf(
  tree: PythonTree,
  field: Assignment,
  configuration: Configuration,
): readonly string[] | null {
  const scope = scopeAt(tree, field.start)
  const call = fieldCall(field)
  const alias = call?.named.get('validation_alias') ?? call?.named.get('env') ?? call?.named.get('alias')
  if (alias === undefined) {
    const name = `${configuration.prefix}${field.name}`
    return [configuration.isCaseSensitive ? name : name.toUpperCase()]
  }
  const choices = callOf(alias)
  if (choices !== null && lastName(choices.name) !== 'AliasChoices') return null
  const names = choices === null ? (elementsOf(alias, scope) ?? [alias]) : choices.args
  const texts = names.map((name) => foldText(name, scope)?.text ?? null)
  return texts.includes(null) || texts.some((text) => text?.includes('{}'))
    ? null
    : texts.filter((text) => text !== null)
}

/** `Field(...)`, as the value or inside `Annotated[...]`. */
function fieldCall({ value, type, node }: Assignment) {
  const direct = callOf(value)
  if (direct !== null) return lastName(direct.name) === 'Field' ? direct : null
  if (type?.includes('Field(') !== true) return null
  const inside = node
    .field('type')
    ?.find({ rule: { kind: 'call', has: { field: 'function', regex: '^Field$' } } })
  return callOf(inside)
}

function defaultOf(field: Assignment): string | null {
  const { value } = field
  const call = fieldCall(field)
  if (call !== null && callOf(value) !== null) {
    const given = call.named.get('default') ?? call.named.get('default_factory') ?? call.args[0]
    return given === undefined || given.text() === '...' ? null : (literalText(given) ?? asWritten(given))
  }
  if (value === null || value.text() === '...') return null
  return literalText(value) ?? asWritten(value)
}
