import { isPython } from '../syntax/python.ts'
import { isScript } from '../syntax/script-program.ts'
import { parsePythonTests } from './parse-python.ts'
import { parseTypescriptTests } from './parse-typescript.ts'
import type { ParseTestFile } from './test-file.ts'

/** Reads a test file by the language its name tells. */
export const parseTests: ParseTestFile = (path, text) =>
  isPython(path) ? parsePythonTests(path, text) : parseTypescriptTests(path, text)

/** Whether there is anybody who can read it. */
export function isParsable(path: string): boolean {
  return isPython(path) || (isScript(path) && !/\.d\.[cm]?ts$/i.test(path))
}
