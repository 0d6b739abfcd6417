import type { Conclusion } from '../domain/conclusion.ts'
import { count, shortHash } from './wording.ts'

/** What a run without a diff came to, as a part of a sentence. */
export function conclusionText(conclusion: Conclusion): string {
  switch (conclusion.kind) {
    case 'verify': {
      const red = conclusion.checks.filter(({ green }) => !green).length
      const checks = count(conclusion.checks.length, 'check')
      const answer = red === 0 ? `${checks} green` : `${red} of ${checks} red`
      return `${answer} on tree ${shortHash(conclusion.tree)}`
    }
    case 'explore':
      return conclusion.findings === null
        ? `its artefact is valid (${conclusion.bytes} bytes)`
        : `it brought ${count(conclusion.findings, 'finding')}`
    case 'operate':
      return `${conclusion.operation} was carried out on ${conclusion.target} and its proof is green`
  }
}
