import type { Adapter } from '../../adapter.ts'
import { isOwnScript } from './script-paths.ts'

const ADDRESS =
  /['"`]((?:https?|wss?|redis|postgres(?:ql)?|amqp|mongodb(?:\+srv)?):\/\/[\w.:@%[\]-]+[^\s'"`<>()]*)/g

/** Addresses that stand in strings; those of comments and of namespaces are none. */
export const addressAdapter: Adapter = {
  id: 'script-address',
  version: 1,
  reads: isOwnScript,
  read(file, found) {
    if (!file.text.includes('://')) return
    for (const match of file.text.matchAll(ADDRESS)) {
      const [, written = ''] = match
      const start = match.index + 1
      const line = file.text.slice(file.text.lastIndexOf('\n', start) + 1, start)
      if (/^\s*(?:\/\/|\*)|\bxmlns\b|\$schema/.test(line) || /^https?:\/\/(?:www\.)?w3\.org\//.test(written))
        continue
      const url = written.replace(/\$\{.*$/, '{}')
      found.fact('address', { start, end: start + written.length }, { url })
    }
  },
}
