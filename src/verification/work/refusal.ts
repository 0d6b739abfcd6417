/** What work that a judge objects to comes to: an end, and where a person may let it pass, the question. */
import { RETRY_OR_CANCEL, type BlockerDraft } from '../../domain/blocker.ts'
import { objectionText, type Judgement, type Objection } from '../../domain/judgement.ts'
import type { WorkVerdict } from '../verifier.ts'

/** Nobody reads more of them with care, and nobody may approve what was not shown. */
export const MOST_APPROVED = 20

const TRIED = 'Its checks were not asked: green ones would prove nothing of such work.'

/** `judgement` holds what nobody has approved yet, and something of it. */
export function refusalOf(
  judgement: Judgement,
  protectedReason: 'weakened-tests' | 'out-of-scope' | null,
): WorkVerdict {
  const { judge, detail, objections } = judgement
  if (judge === 'protected-files')
    return { kind: 'refused', reason: protectedReason ?? 'out-of-scope', detail }
  const reason = judge === 'suspicion' ? 'suspicious' : 'weakened-tests'
  const blocker = objections.length > MOST_APPROVED ? tooMuch(judgement) : question(judgement)
  return { kind: 'refused', reason, detail, blocker }
}

function question({ detail, objections }: Judgement): BlockerDraft {
  return {
    seen: seenOf(detail, objections),
    tried: TRIED,
    question: objections.length === 1 ? 'May this stand in the work?' : 'May all of this stand in the work?',
    options: [
      { key: 'approve', text: 'It may: let exactly this pass, and run the task again', effect: 'approve' },
      ...RETRY_OR_CANCEL,
    ],
    about: objections.map(({ fingerprint }) => fingerprint),
    default: null,
    deadline: null,
  }
}

function tooMuch({ detail, objections }: Judgement): BlockerDraft {
  const shown = objections.slice(0, MOST_APPROVED)
  return {
    seen: `${seenOf(detail, shown)}\nand ${objections.length - shown.length} more`,
    tried: TRIED,
    question: `That is more than anybody can approve at once (at most ${MOST_APPROVED}). Should the task be tried again as it is?`,
    options: RETRY_OR_CANCEL,
    about: [],
    default: null,
    deadline: null,
  }
}

function seenOf(detail: string, objections: readonly Objection[]): string {
  return [detail, ...objections.map((one) => `- ${objectionText(one).replaceAll(/\s+/g, ' ')}`)].join('\n')
}
