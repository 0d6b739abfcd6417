/** A change that no test can notice by what the code does: whoever notices it has read the source instead of asking it. */
import { isPython } from '../syntax/python.ts'
import { withoutMark } from '../syntax/script-program.ts'
import { isSound, sitesOf, type Mutant } from './plant.ts'
import { OPERATORS } from './site.ts'

/** The same program with room around its operators and a remark at its end; null for what cannot be read. */
export function harmlessChange({
  path,
  source: given,
}: {
  readonly path: string
  readonly source: string
}): Mutant | null {
  const source = withoutMark(given)
  const [room, remark] = isPython(path) ? [' ', '# Reviewed.'] : [' /**/ ', '// Reviewed.']
  const isOperator = ({ start, end }: { start: number; end: number }): boolean =>
    Object.hasOwn(OPERATORS, source.slice(start, end)) && !/^(?:\+\+|--)$/.test(source.slice(start, end))
  const places = new Set(
    sitesOf(path, source)
      .filter(isOperator)
      .map(({ start }) => start),
  )
  let changed = source
  for (const start of [...places].toSorted((one, other) => other - one))
    changed = changed.slice(0, start) + room + changed.slice(start)
  const whole = `${changed.replace(/\n?$/, '\n')}${remark}\n`
  if (!isSound(path, whole)) return null
  return { path, line: 1, description: 'nothing that it does changed', source: whole }
}
