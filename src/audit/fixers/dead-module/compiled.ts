/** What a compiler makes of sources: who names its output means the source. */
import { stemsOf } from './subject.ts'

const FOLDER = /^(?:src|sources?|ts|lib|dist|build|out|output|es|esm|cjs|umd|types|typings)$/
const OUTPUT = /\.(?:[mc]?jsx?|d\.[mc]?ts)$/

/** Whether a path that nobody tracks is what is made of a script: `dist/jobs/run.js` of `src/jobs/run.ts`. */
export function isCompiledFrom(output: string, source: string): boolean {
  if (!OUTPUT.test(output)) return false
  const wanted = withoutFolders(stemsOf(output)[0] ?? output)
  return wanted !== '' && stemsOf(source).some((stem) => withoutFolders(stem) === wanted)
}

/** Without the folders that tell outputs from sources. */
function withoutFolders(path: string): string {
  return path
    .split('/')
    .filter((segment) => !FOLDER.test(segment))
    .join('/')
}
