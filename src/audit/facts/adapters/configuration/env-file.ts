import { posix } from 'node:path'
import type { Adapter } from '../../adapter.ts'
import { interpolationsOf, ownValue } from './interpolation.ts'

const NAME = /^(?:\.env(?:\.[\w.-]+)?|[\w.-]+\.env|(?:env|environment)\.(?:example|sample|template|dist))$/
const CODE = /\.(?:d\.ts|[cm]?[jt]sx?|py|md|enc|gpg)$/
const EXAMPLE = /(?:^|[.-])(?:example|sample|template|dist|defaults?)(?:[.-]|$)/
const LINE =
  /^[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.]*)[ \t]*=[ \t]*(?:"((?:\\[^]|[^"\\])*)"|'([^']*)'|`([^`]*)`|([^\n]*))/gm

/** Files of variables; a key that is written twice is two facts, and the last one is what counts. */
export const envFileAdapter: Adapter = {
  id: 'env-file',
  version: 1,
  reads: (path) => NAME.test(posix.basename(path)) && !CODE.test(path),
  read({ path, text }, found) {
    const when = EXAMPLE.test(posix.basename(path)) ? 'example' : 'run'
    for (const match of text.matchAll(LINE)) {
      const [whole, name = '', double, single, tick, plain = ''] = match
      const span = { start: match.index, end: match.index + whole.trimEnd().length }
      const value = double ?? single ?? tick ?? plain.replace(/(?:^|\s)#.*$/, '').trim()
      found.fact('environmentWrite', span, {
        name,
        service: null,
        when,
        value: ownValue(name, value),
        isGenerated: false,
      })
      if (single !== undefined) continue
      for (const { name: used, hasDefault } of interpolationsOf(value))
        found.fact('environmentRead', span, { name: used, by: 'interpolation', hasDefault, isClient: false })
    }
    // What is left when the lines that were understood are blank; offsets stay.
    const rest = text.replace(LINE, (whole) => whole.replace(/[^\n]/g, ' '))
    for (const match of rest.matchAll(/^[ \t]*[^\s#][^\n]*/gm))
      found.unresolved('environmentWrite', { start: match.index, end: match.index + match[0].length })
  },
}
