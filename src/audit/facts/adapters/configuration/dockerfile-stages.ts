/** Stages of a Dockerfile, each with what it takes over from the stage that it starts from. */
import { posix } from 'node:path'
import type { Span } from '../../adapter.ts'
import type { ImageCopy } from '../../relations/deployment.ts'
import { listOf, optionsOf, type Instruction } from './dockerfile-instructions.ts'
import { fold, interpolationsOf } from './interpolation.ts'
import { installed } from './packages.ts'
import { wordsOf } from './words.ts'

export interface Stage {
  readonly name: string | null
  readonly index: number
  readonly base: string
  readonly parent: Stage | null
  readonly span: Span
  packages: ReadonlySet<string>
  /** Whether packages are installed that cannot be told. */
  isOpen: boolean
  copies: readonly ImageCopy[]
  folder: string
  healthCheck: readonly string[] | 'disabled' | null
  entryPoint: readonly string[] | null
  command: readonly string[] | null
  user: string | null
  readonly variables: Map<string, string>
}

export interface Stages {
  readonly all: readonly Stage[]
  /** By instruction; null before the first FROM. */
  readonly of: ReadonlyMap<Instruction, Stage | null>
}

export function stagesOf(instructions: readonly Instruction[]): Stages {
  const all: Stage[] = []
  const of = new Map<Instruction, Stage | null>()
  const outer = new Map<string, string>()
  let stage: Stage | null = null
  for (const instruction of instructions) {
    if (instruction.name === 'FROM') all.push((stage = startStage(instruction, all, outer)))
    else if (stage !== null) apply(stage, instruction)
    else if (instruction.name === 'ARG')
      for (const { name, value } of pairsOf(instruction)) if (value !== null) outer.set(name, value)
    of.set(instruction, stage)
  }
  return { all, of }
}

/** Names and values of ENV, ARG or LABEL; ENV has an old form without `=`. */
export function pairsOf({
  name: kind,
  text,
}: Instruction): readonly { name: string; value: string | null }[] {
  const old = kind === 'ENV' ? /^([A-Za-z_]\w*)\s+([^=][^]*)$/.exec(text) : null
  if (old !== null) return [{ name: old[1] ?? '', value: old[2] ?? '' }]
  return wordsOf(text).flatMap((word) => {
    const [, name, value] = /^([A-Za-z_]\w*)(?:=([^]*))?$/.exec(word) ?? []
    return name === undefined ? [] : [{ name, value: value ?? null }]
  })
}

/** The words that run: a shell text goes to the shell. */
function runsOf(text: string): readonly string[] {
  return listOf(text) ?? ['/bin/sh', '-c', text]
}

function startStage(
  { text, span }: Instruction,
  earlier: readonly Stage[],
  outer: ReadonlyMap<string, string>,
): Stage {
  const [image = '', as = '', name = null] = optionsOf(text).rest.split(/\s+/)
  const base = fold(image, outer).text
  const parent = earlier.findLast((stage) => stage.name?.toLowerCase() === base.toLowerCase()) ?? null
  return {
    name: as.toLowerCase() === 'as' ? name : null,
    index: earlier.length,
    base: parent?.base ?? base,
    parent,
    span,
    packages: parent?.packages ?? new Set(),
    isOpen: (parent?.isOpen ?? false) || interpolationsOf(base).length > 0,
    copies: parent?.copies ?? [],
    folder: parent?.folder ?? '/',
    healthCheck: parent?.healthCheck ?? null,
    entryPoint: parent?.entryPoint ?? null,
    command: parent?.command ?? null,
    user: parent?.user ?? null,
    variables: new Map(parent?.variables),
  }
}

/** Changes the stage, which nobody has been given yet. */
function apply(given: Stage, instruction: Instruction): void {
  const stage = given
  const { name, text } = instruction
  if (name === 'RUN') {
    const shell = [optionsOf(text).rest, ...instruction.documents].join('\n')
    const changes = installed((listOf(text) ?? [shell]).join(' '), stage.packages, stage.variables)
    stage.packages = changes.packages
    stage.isOpen ||= changes.isOpen
  } else if (name === 'COPY' || name === 'ADD')
    stage.copies = [...stage.copies, ...copied(text, stage.folder)]
  else if (name === 'WORKDIR') stage.folder = posix.resolve(stage.folder, fold(text, stage.variables).text)
  else if (name === 'USER') stage.user = fold(text, stage.variables).text
  else if (name === 'HEALTHCHECK') stage.healthCheck = healthCheckOf(text)
  else if (name === 'CMD') stage.command = runsOf(text)
  else if (name === 'ENTRYPOINT') {
    // A new entry point does not go with the command of the image below.
    if (stage.command === stage.parent?.command) stage.command = null
    stage.entryPoint = runsOf(text)
  } else if (name === 'ENV' || name === 'ARG')
    for (const { name: variable, value } of pairsOf(instruction))
      if (value !== null) stage.variables.set(variable, value)
}

function copied(text: string, folder: string): readonly ImageCopy[] {
  const { options, rest } = optionsOf(text)
  const words = listOf(rest) ?? wordsOf(rest)
  const given = words.at(-1) ?? ''
  const sources = words.slice(0, -1)
  const from = options.find((option) => option.startsWith('--from='))?.slice('--from='.length) ?? null
  const isFolder = given.endsWith('/') || given === '.' || sources.length > 1
  const target = posix.resolve(folder, given)
  return sources.map((source) => ({
    from,
    source,
    target: isFolder && target !== '/' ? `${target}/` : target,
  }))
}

function healthCheckOf(text: string): Stage['healthCheck'] {
  const { rest } = optionsOf(text)
  if (/^NONE$/i.test(rest)) return 'disabled'
  const command = rest.replace(/^CMD\s*/i, '')
  const list = listOf(command)
  return list === null ? ['CMD-SHELL', command] : ['CMD', ...list]
}
