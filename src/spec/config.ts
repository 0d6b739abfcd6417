import type { Check, Command } from '../domain/check.ts'
import { ReveilleError } from '../domain/errors.ts'
import { CONFIG_FILE } from './config-file.ts'
import { configSchema } from './config-schema.ts'
import { checkYaml } from './diagnostics.ts'

/** The project's configuration, checked and with every default filled in. */
export interface Config {
  /** The user's branch that nights start from and `accept` moves. */
  readonly target: string
  /** Null when nothing needs to be installed. */
  readonly setup: {
    readonly commands: readonly Command[]
    readonly locks: readonly string[]
    /** Names of variables of the user's environment that set-up commands get and that are masked like `secrets`. */
    readonly inherit: readonly string[]
    readonly timeoutMs: number
  } | null
  /** Must-pass checks that guard the target. */
  readonly gate: readonly Check[]
  /** Runs at once. */
  readonly concurrency: number
  /** Names of variables of the user's environment whose values must never be written. */
  readonly secrets: readonly string[]
  readonly jail: {
    /** Absolute paths readable besides system and toolchains; `~` is the user's home. */
    readonly readable: readonly string[]
    /** Variables given to agents, checks and set-up commands. */
    readonly variables: Readonly<Record<string, string>>
  }
  readonly brief: {
    /** What an agent is given to read, at most. */
    readonly tokens: number
  }
  /** What `operate` tasks may do, by name. */
  readonly operations: Readonly<Record<string, ConfiguredOperation>>
  /** What operations act on, by name. A target that is not listed counts as production. */
  readonly targets: Readonly<Record<string, { readonly production: boolean }>>
}

export interface ConfiguredOperation {
  readonly command: Command
  /** Name of what it acts on. */
  readonly target: string
  readonly timeoutMs: number
  readonly network: boolean
  /** Names of variables of the user's environment that it gets and that are masked like `secrets`. */
  readonly inherit: readonly string[]
}

/** Throws `config-invalid`, with every problem in `data.diagnostics`. */
export function parseConfig(
  text: string,
  machine: { readonly cores: number; readonly file?: string },
): Config {
  const checked = checkYaml({ file: machine.file ?? CONFIG_FILE, text }, configSchema)
  if (checked.ok) {
    return {
      ...checked.value,
      setup: checked.value.setup ?? null,
      concurrency: checked.value.concurrency ?? Math.max(1, machine.cores),
    }
  }
  const { diagnostics } = checked
  const count = diagnostics.length === 1 ? 'a problem' : `${diagnostics.length} problems`
  throw new ReveilleError('config-invalid', `${CONFIG_FILE} has ${count}.`, { data: { diagnostics } })
}

export function configMissing(): ReveilleError {
  return new ReveilleError('config-missing', `The repository has no ${CONFIG_FILE}.`, {
    hint: 'reveille init',
  })
}
