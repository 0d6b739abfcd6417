/** How a command tells what goes on while it does. */
import { ReveilleError } from '../../domain/errors.ts'
import { nearest } from '../../domain/nearest.ts'

const PROGRESS = ['auto', 'live', 'plain', 'json', 'quiet'] as const
type Progress = (typeof PROGRESS)[number]
/** `annotated`: plain, and what failed is also told in the way that GitHub shows beside a commit. */
export type Mode = Exclude<Progress, 'auto'> | 'annotated'

/** Throws `input-invalid` when what was asked for cannot be shown where it would go. */
export function progressMode(params: {
  readonly asked: unknown
  readonly variables: Readonly<Record<string, string | undefined>>
  /** Of the stream that is told. */
  readonly isTerminal: boolean
  /** Whether `--json` was asked for. */
  readonly isJson: boolean
  /** Whether what goes on is the command's data, so that it must be JSON too then. */
  readonly isData: boolean
}): Mode {
  const { asked = 'auto', variables, isTerminal, isJson, isData } = params
  const canMove = isTerminal && variables['TERM'] !== 'dumb'
  if (!PROGRESS.some((known) => known === asked)) {
    const [meant] = nearest(String(asked), PROGRESS, 1)
    throw new ReveilleError('input-invalid', `--progress must be one of ${PROGRESS.join(', ')}.`, {
      hint: meant === undefined ? 'leave it out for what fits' : `Did you mean ${meant}?`,
    })
  }
  if (isJson && isData && asked !== 'quiet') return 'json'
  if (asked === 'live' && !canMove) {
    throw new ReveilleError('input-invalid', '--progress live needs a terminal whose cursor can be moved.', {
      hint: 'leave it out, or use --progress plain',
    })
  }
  if (asked !== 'auto') return asked as Exclude<Progress, 'auto'>
  if (variables['GITHUB_ACTIONS'] === 'true') return 'annotated'
  return canMove && !isJson && !isSet(variables['CI']) ? 'live' : 'plain'
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== 'false'
}
