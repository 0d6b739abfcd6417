/**
 * Whether what an agent has found is what was asked for. Loads ajv, so that only whoever judges an artefact or a schema
 * imports it.
 */
import { Ajv, type ErrorObject, type Options, type ValidateFunction } from 'ajv'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { Artefact } from '../domain/artefact.ts'

export type ArtefactVerdict =
  | {
      readonly kind: 'valid'
      readonly value: unknown
      /** How many findings it lists; null when it is no list of findings. */
      readonly findings: number | null
    }
  /** Each with its place and what is wrong there; the first ones of many. */
  | { readonly kind: 'invalid'; readonly problems: readonly string[] }

type Schema = Readonly<Record<string, unknown>>

const LINE = { type: 'string', minLength: 1 } as const

/** What an `explore` task brings unless its author describes something else. */
const FINDINGS_SCHEMA: Schema = {
  type: 'array',
  maxItems: 1000,
  items: {
    type: 'object',
    required: ['title', 'detail', 'where'],
    additionalProperties: false,
    properties: {
      title: LINE,
      detail: LINE,
      where: { type: 'array', items: LINE },
      priority: { enum: ['P0', 'P1', 'P2', 'P3'] },
    },
  },
}

const MOST_PROBLEMS = 10
/** Deeper than anybody would write; what walks over it is recursive. */
const DEEPEST = 100
/** No schema is fetched from anywhere: a reference that leads out of it does not compile. */
const OPTIONS: Options = { strict: false, validateFormats: false, allErrors: true, logger: false }

/** Judges the text of an artefact. Throws what `schemaProblem` would have told of a schema that cannot be used. */
export function judgeArtefact(artefact: Artefact, text: string): ArtefactVerdict {
  const parsed = parseJson(text)
  if ('problem' in parsed) return { kind: 'invalid', problems: [parsed.problem] }
  const { value } = parsed
  if (isDeeper(value, DEEPEST)) {
    return { kind: 'invalid', problems: [`it is nested more than ${DEEPEST} levels deep`] }
  }
  const validate = compile(artefact.kind === 'findings' ? FINDINGS_SCHEMA : artefact.schema)
  if (!validate(value)) return { kind: 'invalid', problems: problemsOf(validate.errors ?? []) }
  return {
    kind: 'valid',
    value,
    findings: artefact.kind === 'findings' && Array.isArray(value) ? value.length : null,
  }
}

/** Why nothing could ever be judged by this schema; null when it can. */
export function schemaProblem(schema: Schema): string | null {
  try {
    compile(schema)
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function compile(schema: Schema): ValidateFunction {
  const named = schema['$schema']
  const dialect = typeof named === 'string' ? named : ''
  const Dialect = dialect.includes('2020-12') ? Ajv2020 : dialect.includes('2019-09') ? Ajv2019 : Ajv
  const validate = new Dialect(OPTIONS).compile(schema)
  // It would answer with a promise, which is no answer.
  if ('$async' in validate) throw new TypeError('$async is not supported')
  return validate
}

function problemsOf(errors: readonly ErrorObject[]): readonly string[] {
  const told = [...new Set(errors.map(problemOf))]
  const more = told.length - MOST_PROBLEMS
  return more > 0 ? [...told.slice(0, MOST_PROBLEMS), `and ${more} more`] : told
}

function problemOf({ instancePath, message, params, keyword }: ErrorObject): string {
  const named: unknown = keyword === 'additionalProperties' ? params['additionalProperty'] : null
  const allowed: unknown = keyword === 'enum' ? params['allowedValues'] : null
  const detail = named ?? allowed
  const place = instancePath === '' ? 'the whole' : instancePath
  return `${place}: ${message ?? keyword}${detail === null ? '' : ` (${JSON.stringify(detail)})`}`
}

function parseJson(text: string): { readonly value: unknown } | { readonly problem: string } {
  try {
    return { value: JSON.parse(text) }
  } catch (error) {
    return { problem: `it is no JSON: ${error instanceof Error ? error.message : String(error)}` }
  }
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1))
}
