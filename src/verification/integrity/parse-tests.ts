import { parsePythonTests } from './parse-python.ts'
import { parseTypescriptTests } from './parse-typescript.ts'
import type { ParseTestFile } from './test-file.ts'

/** Reads a test file by the language its name tells. */
export const parseTests: ParseTestFile = (path, text) =>
  isPython(path) ? parsePythonTests(path, text) : parseTypescriptTests(path, text)

/** Whether there is anybody who can read it. */
export function isParsable(path: string): boolean {
  return isPython(path) || (/\.[cm]?[jt]sx?$/.test(path) && !/\.d\.[cm]?ts$/.test(path))
}

function isPython(path: string): boolean {
  return path.endsWith('.py')
}
