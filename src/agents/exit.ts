import { tellingLine } from '../domain/telling-line.ts'
import type { AgentEnd, AgentVerdict } from './agent.ts'

const QUOTED_CHARACTERS = 200

/** The verdict on an agent that says how it went by nothing but its exit. */
export function judgeExit(end: AgentEnd): AgentVerdict {
  switch (end.cause) {
    case 'wall-clock':
      return failed('timed-out', 'It was still at work when its wall clock ran out', end)
    case 'no-progress':
      return failed('no-progress', 'It was stopped: for too long it wrote nothing and changed no file', end)
    case 'stopped':
      return failed('cancelled', 'It was stopped on request', end)
    case 'exited':
      return end.exitCode === 0 ? { kind: 'finished' } : failed('agent-error', meaning(end), end)
  }
}

function meaning({ exitCode, signal }: AgentEnd): string {
  if (exitCode === 127)
    return 'Its command was not found in the jail (exit 127): check the name, and that the folder it is in is readable'
  if (exitCode === 126)
    return 'Its command could not be executed (exit 126): check its mode, its #! line and that it is no folder'
  if (signal === 'SIGKILL') return 'It was killed (SIGKILL), perhaps for want of memory'
  if (signal !== null) return `It was ended by ${signal}`
  return `It ended with exit ${exitCode ?? 'unknown'}`
}

function failed(
  reason: Extract<AgentVerdict, { kind: 'failed' }>['reason'],
  sentence: string,
  { tail }: AgentEnd,
): AgentVerdict {
  const last = tail.trimEnd().split('\n').at(-1)?.trim() ?? ''
  const telling = tellingLine(tail)
  const said = telling === '' || telling === last ? '' : ` It said: ${quoted(telling)}.`
  return {
    kind: 'failed',
    reason,
    detail: last === '' ? `${sentence}.` : `${sentence}.${said} Its last line: ${quoted(last)}`,
  }
}

/** Escaped, because it is shown to people: what agents write may hold control characters. */
function quoted(line: string): string {
  return JSON.stringify(line.length > QUOTED_CHARACTERS ? `${line.slice(0, QUOTED_CHARACTERS)}...` : line)
}
