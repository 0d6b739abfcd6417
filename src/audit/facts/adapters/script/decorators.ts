/** Decorators of classes and their members, as Nest and TypeORM use them. */
import type { Argument, Decorator } from 'oxc-parser'
import { nameOf } from '../../../../verification/integrity/typescript/syntax.ts'

export interface Decoration {
  readonly name: string
  readonly given: readonly Argument[]
  readonly node: Decorator
}

export function decorationsOf(decorated: {
  readonly decorators?: readonly Decorator[] | undefined
}): readonly Decoration[] {
  return (decorated.decorators ?? []).flatMap((node): readonly Decoration[] => {
    const { expression } = node
    if (expression.type === 'CallExpression') {
      const name = nameOf(expression.callee)
      return name === null ? [] : [{ name, given: expression.arguments, node }]
    }
    const name = nameOf(expression)
    return name === null ? [] : [{ name, given: [], node }]
  })
}
