export interface CodeRelations {
  /** A file that a parser of ours has read. */
  module: { readonly language: 'script' | 'python'; readonly isTest: boolean }
  /** What a module asks of another one, by the words it uses. */
  import: {
    readonly specifier: string
    readonly kind: 'static' | 'type' | 'dynamic' | 'require' | 'mock'
    /** Empty where it is imported for what it does; `*` where all of it is. */
    readonly names: readonly string[]
  }
  export: {
    readonly name: string
    readonly kind: 'function' | 'class' | 'value' | 'type' | 'again'
  }
  /** A string that a module offers under a name: `KEY`, or `KEYS.theme` for the field of an object. */
  constant: { readonly name: string; readonly value: string }
  /** A component of a front end: a function or class that returns markup. */
  component: { readonly name: string; readonly isClient: boolean }
  testCase: {
    readonly framework: 'vitest' | 'jest' | 'node-test' | 'pytest' | 'unittest' | 'playwright'
    readonly name: string
    readonly assertions: number
    /** Null for a test that runs; a condition or nothing is part of the reason as written. */
    readonly skip: string | null
  }
  /** A tool that an MCP server offers. */
  tool: { readonly name: string; readonly description: string | null }
  storageKey: {
    readonly key: string
    readonly access: 'read' | 'write' | 'remove'
    readonly store: 'local' | 'session' | 'cookie' | 'query'
  }
  /** An event on a socket: sent or handled here. */
  liveEvent: { readonly name: string; readonly does: 'emits' | 'handles'; readonly side: 'server' | 'client' }
  socket: { readonly side: 'server' | 'client'; readonly path: string | null }
}
