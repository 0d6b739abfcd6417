/** The one way from text to a tree of JavaScript or TypeScript; what looks at the tree stands on top of it. */
import { createRequire } from 'node:module'
import type * as Oxc from 'oxc-parser'
import { nestsTooDeep } from './nesting.ts'

type Parser = typeof Oxc
type Program = Oxc.Program
type Language = 'dts' | 'jsx' | 'ts' | 'tsx'

const LANGUAGES: Readonly<Record<string, Language>> = {
  ts: 'ts',
  mts: 'ts',
  cts: 'ts',
  tsx: 'tsx',
  js: 'jsx',
  jsx: 'jsx',
  mjs: 'jsx',
  cjs: 'jsx',
}

export interface ScriptProgram {
  readonly program: Program
  /** What the tree counts its offsets in: the source without a byte order mark. */
  readonly text: string
}

export function isScript(path: string): boolean {
  return extensionOf(path) in LANGUAGES
}

/** Null when the name is not one of JavaScript or TypeScript, or the text cannot be read as it. */
export function parseScriptProgram(path: string, source: string): ScriptProgram | null {
  const lang = languageOf(path)
  const text = withoutMark(source)
  if (lang === undefined || nestsTooDeep(text)) return null
  const program = parse(lang, text)
  return program === null ? null : { program, text }
}

/**
 * As Node and its tools would: what is no module may be CommonJS, where the top level returns. What is neither may be typed all
 * the same (Flow, or sources for a compiler).
 */
function parse(lang: Language, text: string): Program | null {
  for (const [language, sourceType] of [
    [lang, 'unambiguous'],
    [lang, 'commonjs'],
    ...(lang === 'jsx' ? ([['tsx', 'unambiguous']] as const) : []),
  ] as const) {
    const { program, errors } = oxc().parseSync(`a.${language}`, text, {
      lang: language,
      sourceType,
      preserveParens: false,
    })
    if (errors.length === 0) return program
  }
  return null
}

const require = createRequire(import.meta.url)
let parser: Parser | undefined

/** Loaded at the first use: it costs more than most who import this need to pay. */
function oxc(): Parser {
  // What the package exports is what its types say.
  parser ??= require('oxc-parser') as Parser
  return parser
}

/** Calls back for nodes by their types, in one walk. */
export function visitProgram(program: Program, visitor: Oxc.VisitorObject): void {
  new (oxc().Visitor)(visitor).visit(program)
}

/** For each type of node, the fields that hold nodes, in the order of the source. */
export function keysOf(type: string): readonly string[] {
  return oxc().visitorKeys[type] ?? []
}

export function withoutMark(source: string): string {
  return source.startsWith('\uFEFF') ? source.slice(1) : source
}

function languageOf(path: string): Language | undefined {
  if (/\.d\.[cm]?ts$/i.test(path)) return 'dts'
  const extension = extensionOf(path)
  return Object.hasOwn(LANGUAGES, extension) ? LANGUAGES[extension] : undefined
}

function extensionOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1).toLowerCase()
}
