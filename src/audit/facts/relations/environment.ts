export interface EnvironmentRelations {
  /** Who gives a variable a value, and when it is there. */
  environmentWrite: {
    readonly name: string
    /** The service that gets it; null where a whole file speaks, as .env.example does. */
    readonly service: string | null
    readonly when: 'run' | 'build' | 'example' | 'ci'
    /** Null where it has none of its own: it is passed on, or left to fill in. */
    readonly value: string | null
    /** Whether the platform makes the value up, for this service alone. */
    readonly isGenerated: boolean
  }
  /** Who asks for a variable. */
  environmentRead: {
    readonly name: string
    /**
     * `interpolation` is a compose file, which reads for itself and not for its services; `workflow` a secret or variable of
     * the repository's host.
     */
    readonly by: 'script' | 'python' | 'shell' | 'interpolation' | 'workflow'
    readonly hasDefault: boolean
    /** Whether the module is sent to browsers, as far as the file alone tells. */
    readonly isClient: boolean
  }
  /** A field of a settings class or object. */
  setting: {
    readonly owner: string
    readonly field: string
    /** Variables that fill it. */
    readonly variables: readonly string[]
    readonly default: string | null
  }
  settingRead: { readonly field: string }
  /** What requests begin with, under the name that code calls it by: a variable, a function or a client that is made here. */
  baseAddress: {
    readonly name: string
    /** Variable of the environment that it comes from; null where it is written out. */
    readonly variable: string | null
    /** What it is without the variable; null where nothing is said. */
    readonly value: string | null
    /** Path that follows the variable. */
    readonly suffix: string
  }
  /** An address that is written out. */
  address: { readonly url: string }
}
