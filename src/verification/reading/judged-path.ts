import { pathKind } from '../protected/kinds.ts'
import { isPython } from '../syntax/python.ts'
import { isScript } from '../syntax/script-program.ts'

const SHELL = /(?:^|\/)Makefile$|\.(?:sh|mk)$/
const SNAPSHOT = /(?:^|\/)__snapshots__\/|\.snap(?:\.|$)|\.ambr$/
/** Data for tests, which may be broken on purpose. */
const DATA = /(?:^|\/)(?:__)?(?:fixtures?|testdata|test-data|test_data|snapshots?)(?:__)?\//i

/** Whether any judge of texts has something to say of such a file. */
export function isJudged(path: string): boolean {
  const kind = pathKind(path)
  const isNamed = kind === 'tests' || kind === 'configuration' || SHELL.test(path) || SNAPSHOT.test(path)
  return isNamed || isScript(path) || isPython(path)
}

/** Whether it holds code of a language that the judges read, so that to be unreadable is to be hidden from them. */
export function isCode(path: string): boolean {
  return (isScript(path) || isPython(path)) && !(pathKind(path) === 'tests' && DATA.test(path))
}
