import { posix } from 'node:path'
import type { Adapter, Findings } from '../../adapter.ts'
import type { SourceFile } from '../../source-file.ts'
import { instructionsOf, type Instruction } from './dockerfile-instructions.ts'
import { pairsOf, stagesOf, type Stage } from './dockerfile-stages.ts'
import { interpolationsOf, ownValue } from './interpolation.ts'
import { addLaunches, isOpaqueLaunch, launchesOfWords } from './launch.ts'
import { shellReads } from './shell-reads.ts'

const SHELL_FORMS = ['RUN', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK']

/** What the last stage is made of, and the variables that the build and the image take. */
export const dockerfileAdapter: Adapter = {
  id: 'dockerfile',
  version: 1,
  reads: (path) => /^(?:(?:Dockerfile|Containerfile)(?:\..+)?|.+\.Dockerfile)$/i.test(posix.basename(path)),
  read(file, found) {
    const instructions = instructionsOf(file.text)
    const stages = stagesOf(instructions)
    const last = stages.all.at(-1)
    if (last === undefined) return
    const kept = new Set<Stage>()
    for (let stage: Stage | null = last; stage !== null; stage = stage.parent) kept.add(stage)
    const stated = new Set<string>()
    for (const instruction of instructions) {
      const stage = stages.of.get(instruction) ?? null
      const scope: Scope = { stage, runs: stage !== null && kept.has(stage), stated }
      // A variable that is set from itself is asked for before it is set.
      readUses(file, instruction, scope, found)
      readVariables(instruction, scope, found)
    }
    addImage(file, last, found)
  },
}

interface Scope {
  readonly stage: Stage | null
  /** Whether the stage is part of what runs. */
  readonly runs: boolean
  /** Variables that the file itself gives a value, by stage. */
  readonly stated: Set<string>
}

function addImage(file: SourceFile, last: Stage, found: Findings): void {
  const { base, packages, copies, healthCheck, user, entryPoint, span } = last
  const command =
    entryPoint === null && last.command === null ? null : [...(entryPoint ?? []), ...(last.command ?? [])]
  const columns = { base, packages: [...packages], copies, healthCheck, command, user }
  found.fact('image', span, columns, { symbol: last.name })
  if (last.isOpen) found.unresolved('image', span)
  if (command === null) return
  addLaunches(found, span, file.path, launchesOfWords(command, last.variables))
  if (isOpaqueLaunch(command)) found.unresolved('process', span)
}

function readVariables(instruction: Instruction, { stage, runs, stated }: Scope, found: Findings): void {
  if (instruction.name !== 'ENV' && instruction.name !== 'ARG') return
  const symbol = stage?.name ?? null
  const isArgument = instruction.name === 'ARG'
  for (const { name, value } of pairsOf(instruction)) {
    if (isArgument) found.fact('buildArgument', instruction.span, { name, stage: symbol }, { symbol })
    if (isArgument && value === null) continue
    stated.add(keyOf(stage, name))
    const when = isArgument || !runs ? 'build' : 'run'
    const columns = { name, service: null, when, value: ownValue(name, value), isGenerated: false } as const
    found.fact('environmentWrite', instruction.span, columns, { symbol })
  }
}

/** What is put in by the builder, and what shells of the build and of the image ask for. */
function readUses(file: SourceFile, { name, text, span }: Instruction, scope: Scope, found: Findings): void {
  const symbol = scope.stage?.name ?? null
  const whole = file.text.slice(span.start, span.end)
  if (name === 'ONBUILD' || (SHELL_FORMS.includes(name) && text.startsWith('['))) return
  const uses = SHELL_FORMS.includes(name) ? shellReads(whole) : interpolationsOf(whole.replace(/\\\$/g, '  '))
  for (const { name: variable, hasDefault, start, end } of uses) {
    const isStated = hasStated(scope, variable)
    found.fact(
      'environmentRead',
      { start: span.start + start, end: span.start + end },
      { name: variable, by: 'shell', hasDefault: hasDefault || isStated, isClient: false },
      { symbol },
    )
  }
}

function hasStated({ stage, stated }: Scope, name: string): boolean {
  for (let at: Stage | null = stage; at !== null; at = at.parent) if (stated.has(keyOf(at, name))) return true
  return stated.has(keyOf(null, name))
}

function keyOf(stage: Stage | null, name: string): string {
  return `${stage?.index ?? ''}:${name}`
}
