import { parseSync, Visitor, type Expression } from 'oxc-parser'

/** The requirement ids that the titles of a test file end with, as in `test('a run is claimed once [I1, claims]')`. */
export function citations(file: string, text: string): string[] {
  const ids: string[] = []
  const visitor = new Visitor({
    CallExpression: ({ callee, arguments: [title] }) => {
      const called = namesIn(callee)
      if (!['test', 'it', 'describe'].includes(called[0] ?? '')) return
      if (called.includes('skip') || called.includes('todo')) return
      const cited = /\[([^\]]+)\]$/.exec(textOf(title))?.[1]
      ids.push(...(cited?.split(',').map((id) => id.trim()) ?? []))
    },
  })
  visitor.visit(parseSync(file, text).program)
  return ids
}

/** `test.concurrent.each(...)` has the names test, concurrent, each. */
function namesIn(callee: Expression): string[] {
  if (callee.type === 'Identifier') return [callee.name]
  if (callee.type === 'CallExpression') return namesIn(callee.callee)
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return []
  return [...namesIn(callee.object), callee.property.name]
}

function textOf(title: { readonly type: string } | undefined): string {
  if (!title) return ''
  if ('value' in title) return String(title.value)
  if ('quasis' in title) return (title.quasis as { value: { raw: string } }[]).at(-1)?.value.raw ?? ''
  return ''
}
