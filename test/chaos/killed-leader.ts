/**
 * Leads a night, or accepts one, in this process and ends it with SIGKILL at a named point:
 * killed-leader.ts POINT REPOSITORY. The points are before or after verbs of the real ports, so nothing is simulated but the
 * moment. Exits with 9 when the point was never reached.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compose } from '../../src/compose.ts'
import { assembleNight, type NightParts } from '../../src/compose/night.ts'
import { accept } from '../../src/operations/accept.ts'
import { night } from '../../src/operations/night.ts'

const NEVER_REACHED = 9
const TARGETS = 'refs/reveille/targets/'
const RUNS = 'refs/reveille/runs/'

type Tamper = (parts: NightParts) => NightParts

export const POINTS: Readonly<Record<string, Tamper>> = {
  'after the claim': (parts) => ({ ...parts, ledger: after(parts.ledger, 'claimTask') }),
  'host started, identity unwritten': (parts) => ({ ...parts, hosts: after(parts.hosts, 'start') }),
  'agent ended, work unsaved': (parts) => ({
    ...parts,
    git: before(parts.git, 'compareAndSwap', isRef(RUNS)),
  }),
  'work saved, row missing': (parts) => ({ ...parts, git: after(parts.git, 'compareAndSwap', isRef(RUNS)) }),
  'check running': (parts) => ({ ...parts, workspaces: soonAfter(parts.workspaces, 'enter') }),
  'check answered, evidence unwritten': (parts) => ({
    ...parts,
    ledger: before(parts.ledger, 'recordEvidence'),
  }),
  'git killed inside update-ref': (parts) => ({ ...parts, git: leavingLock(parts) }),
  'intent written, target unmoved': (parts) => ({ ...parts, ledger: after(parts.ledger, 'intendLanding') }),
  'target moved, done unwritten': (parts) => ({
    ...parts,
    git: after(parts.git, 'compareAndSwap', isMoveOf(TARGETS)),
  }),
  'done written, mirror missing': (parts) => ({ ...parts, ledger: after(parts.ledger, 'completeLanding') }),
  'accept: files moved, branch unmoved': (parts) => ({
    ...parts,
    git: after(parts.git, 'fastForwardCheckout'),
  }),
  'accept: branch moved, night open': (parts) => ({ ...parts, ledger: before(parts.ledger, 'closeNight') }),
}

type Matches = (args: readonly unknown[]) => boolean

const always: Matches = () => true

function isRef(prefix: string): Matches {
  return ([ref]) => typeof ref === 'string' && ref.startsWith(prefix)
}

/** Not the creation of the ref: that is the opening of the night. */
function isMoveOf(prefix: string): Matches {
  return (args) => isRef(prefix)(args) && args[1] !== null
}

function before<Port extends object>(port: Port, verb: keyof Port & string, matches: Matches = always): Port {
  return replaced(port, verb, (args, call) => (matches(args) ? die() : call()))
}

function after<Port extends object>(port: Port, verb: keyof Port & string, matches: Matches = always): Port {
  return replaced(port, verb, async (args, call) => {
    const result: unknown = await call()
    return matches(args) ? die() : result
  })
}

const SOON_MS = 150

/** While the command that was entered is running. */
function soonAfter<Port extends object>(port: Port, verb: keyof Port & string): Port {
  return replaced(port, verb, (_, call) => {
    setTimeout(die, SOON_MS)
    return call()
  })
}

/** What a git that is killed between locking and moving the ref leaves behind. */
function leavingLock({ git, project }: NightParts): NightParts['git'] {
  return replaced(git, 'compareAndSwap', (args, call) => {
    if (!isMoveOf(TARGETS)(args)) return call()
    writeFileSync(join(project.commonDirectory, `${String(args[0])}.lock`), '')
    return die()
  })
}

function replaced<Port extends object>(
  port: Port,
  verb: keyof Port & string,
  instead: (args: readonly unknown[], call: () => unknown) => unknown,
): Port {
  return new Proxy(port, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      if (name !== verb || typeof value !== 'function') return value
      return (...args: unknown[]) => instead(args, () => Reflect.apply(value, target, args))
    },
  })
}

function die(): never {
  process.kill(process.pid, 'SIGKILL')
  throw new Error('killed')
}

async function main([point = '', folder = '']: readonly string[]): Promise<void> {
  const tamper = POINTS[point]
  if (tamper === undefined) throw new Error(`no such point: ${point}`)
  const composed = compose({
    folder,
    variables: process.env,
    narrate: () => undefined,
    warn: () => undefined,
    confirm: null,
  })
  const context = {
    ...composed,
    equipNight: async (sandbox: 'auto' | 'none') => assembleNight(tamper(await composed.nightParts(sandbox))),
  }
  await (point.startsWith('accept')
    ? accept.run(context, accept.parse({}))
    : night.run(context, night.parse({})))
  process.exitCode = NEVER_REACHED
}

if (import.meta.main) await main(process.argv.slice(2))
