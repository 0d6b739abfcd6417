import type { Operation } from '../operations/operation.ts'
import type { OperationContext } from '../operations/context.ts'
import type { Style } from './color.ts'
import type { ExitCode } from './exit-codes.ts'

/** What was typed after the command's name, not yet checked: the operation does that. */
export interface Typed {
  readonly args: readonly unknown[]
  readonly options: Readonly<Record<string, unknown>>
  /** Text of a file named on the command line; `-` is stdin. */
  readonly readText: (path: string) => Promise<string>
  /** The absolute path of one that was typed. */
  readonly absolute: (path: string) => string
}

export interface Outcome {
  readonly data: unknown
  /** The same for people; made only when it is wanted. */
  text(style: Style): string
  readonly exit: ExitCode
}

/** A command as the frame needs it: what to show in help, and one thing to do. */
export interface CliCommand {
  /** In commander's syntax, each with its description: `<key>`, `[words...]`. */
  readonly arguments: readonly (readonly [syntax: string, description: string])[]
  readonly options: readonly (readonly [flags: string, description: string])[]
  readonly examples: readonly string[]
  readonly notes: readonly string[]
  /** Set for commands that end what they do on Ctrl-C: the command that continues. */
  readonly resume: string | null
  /** What the first Ctrl-C is told to do; null for what all others do. */
  readonly stopping: string | null
  /** Set for commands that tell what goes on, and may be told how: where to. */
  readonly progress: 'stdout' | 'stderr' | null
  operation(): Promise<Pick<Operation<never, unknown>, 'name' | 'summary' | 'schemas'>>
  execute(context: OperationContext, typed: Typed): Promise<Outcome>
}

/** What every command that tells what goes on has, besides its own. */
const PROGRESS_OPTION = [
  '--progress <how>',
  'how to tell what goes on: auto, live, plain, json or quiet (auto: live on a terminal, else plain)',
] as const

/** All that may be typed after the command's name, but for what every command has. */
export function optionsOf({ options, progress }: CliCommand): CliCommand['options'] {
  return progress === null ? options : [...options, PROGRESS_OPTION]
}

interface CommandDraft<Input, Output> {
  readonly arguments?: CliCommand['arguments']
  readonly options?: CliCommand['options']
  readonly examples: readonly string[]
  readonly notes?: readonly string[]
  readonly resume?: string
  readonly stopping?: string
  readonly progress?: 'stdout' | 'stderr'
  operation(): Promise<Operation<Input, Output>>
  /** Raw input of the operation. */
  input(typed: Typed): unknown
  text(data: Output, style: Style): string
  /** 0 unless the data says otherwise. */
  exit?(data: Output): ExitCode
}

export function defineCommand<Input, Output>(draft: CommandDraft<Input, Output>): CliCommand {
  return {
    arguments: draft.arguments ?? [],
    options: draft.options ?? [],
    examples: draft.examples,
    notes: draft.notes ?? [],
    resume: draft.resume ?? null,
    stopping: draft.stopping ?? null,
    progress: draft.progress ?? null,
    operation: () => draft.operation(),
    async execute(context, typed) {
      const operation = await draft.operation()
      const input = operation.parse(await draft.input(typed))
      const data = await operation.run(context, input)
      return { data, text: (style) => draft.text(data, style), exit: draft.exit?.(data) ?? 0 }
    },
  }
}
