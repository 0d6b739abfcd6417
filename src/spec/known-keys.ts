import * as z from 'zod'

interface Shape {
  readonly properties?: Readonly<Record<string, Shape>>
  readonly items?: Shape
  readonly prefixItems?: readonly Shape[]
  readonly additionalProperties?: Shape | boolean
  readonly anyOf?: readonly Shape[]
  readonly oneOf?: readonly Shape[]
  readonly allOf?: readonly Shape[]
}

/**
 * Tells the keys that a schema knows at a path, through lists, records and alternatives. Reads its JSON Schema, which is plain
 * data, and makes it at the first question.
 */
export function keysKnownTo(schema: z.ZodType): (path: readonly PropertyKey[]) => readonly string[] {
  let whole: readonly Shape[] | null = null
  return (path) => {
    whole ??= alternatives(
      z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as Shape,
    )
    let here = whole
    for (const step of path) here = here.flatMap((shape) => below(shape, step)).flatMap(alternatives)
    return [...new Set(here.flatMap(({ properties }) => Object.keys(properties ?? {})))]
  }
}

function alternatives(shape: Shape): readonly Shape[] {
  const inner = [shape.anyOf, shape.oneOf, shape.allOf].flatMap((shapes) => shapes ?? [])
  return [shape, ...inner.flatMap(alternatives)]
}

function below(
  { properties, items, prefixItems, additionalProperties }: Shape,
  step: PropertyKey,
): readonly Shape[] {
  const found =
    typeof step === 'number'
      ? (prefixItems?.[step] ?? items)
      : (ownOf(properties, String(step)) ?? additionalProperties)
  return typeof found === 'object' ? [found] : []
}

function ownOf(properties: Shape['properties'], name: string): Shape | undefined {
  return properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : undefined
}
