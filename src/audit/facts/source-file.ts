/** A file as adapters see it: parsed at most once, however many of them look at it. */
import type { SgNode } from '@ast-grep/napi'
import type { Program, VisitorObject } from 'oxc-parser'
import { isPython, parsePythonRaw } from '../../verification/syntax/python.ts'
import { linesOf } from '../../verification/syntax/node.ts'
import { isScript, parseScriptProgram, visitProgram } from '../../verification/syntax/script-program.ts'
import { readYaml, type YamlReading } from '../../spec/yaml-documents.ts'

export interface SourceFile {
  readonly path: string
  /** Without a byte order mark; offsets of trees count in it. */
  readonly text: string
  readonly lineAt: (offset: number) => number
  /** JavaScript or TypeScript; null where it is none or cannot be parsed. */
  readonly script: () => Program | null
  /** Python; null where it is none or cannot be parsed. */
  readonly python: () => SgNode | null
  readonly yaml: () => YamlReading
}

export function sourceFile(path: string, given: string): SourceFile {
  const text = given.startsWith('\uFEFF') ? given.slice(1) : given
  return {
    path,
    text,
    lineAt: once(() => linesOf(text)),
    script: once0(() => (isScript(path) ? (parseScriptProgram(path, text)?.program ?? null) : null)),
    python: once0(() => (isPython(path) ? parsePythonRaw(text) : null)),
    yaml: once0(() => readYaml({ file: path, text })),
  }
}

/** Calls back for the nodes of a script by their types. */
export function visitScript(file: SourceFile, visitor: VisitorObject): void {
  const program = file.script()
  if (program !== null) visitProgram(program, visitor)
}

function once(make: () => (offset: number) => number): (offset: number) => number {
  let made: ((offset: number) => number) | undefined
  return (offset) => (made ??= make())(offset)
}

function once0<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined
  return () => (made ??= { value: make() }).value
}
