import type { Command } from '../../domain/check.ts'
import type { TestReport } from '../../domain/test-report.ts'
import { closureOf } from '../command-closure.ts'
import type { TreeReader } from '../file-change.ts'
import { namedByConfiguration } from './configuration-names.ts'
import { inSourceTests } from './in-source-tests.ts'
import { isInSourceFolder, isTestPath, pathKind, type PathKind } from './kinds.ts'
import { reportedFiles, testFolders } from './reported-tests.ts'
import { testHelpers } from './test-helpers.ts'

/** `gate`: a file that is none of the others, and to which the commands that prove work lead. */
export type ProtectedKind = PathKind | 'gate'

/** Which files decide what a proof says. */
export interface Protection {
  /** Null for a file that any work in whose scope it is may change. Answers for paths that do not exist yet, too. */
  kindOf(path: string): ProtectedKind | null
  /** Files of source code that hold tests, too: the file may change, those tests may not. Sorted. */
  readonly inSource: readonly string[]
}

/** The tree is the one that the work started from: what the work itself says of its proof does not count. */
export async function protectionOf({
  tree,
  commands,
  reports,
}: {
  readonly tree: TreeReader
  readonly commands: readonly Command[]
  /** What runners told of tests on that tree, as far as they were asked there. */
  readonly reports: readonly Pick<TestReport, 'tests'>[]
}): Promise<Protection> {
  const named = new Set(await namedByConfiguration(tree))
  const gate = new Set((await closureOf(commands, tree)).files)
  const { files, inSource } = await divided(tree, reportedFiles(reports, tree.paths))
  const folders = testFolders(files, tree.paths)
  const isTest = (path: string): boolean =>
    files.includes(path) || folders.some((folder) => path.startsWith(`${folder}/`))
  const tests = tree.paths.filter((path) => isTestPath(path) || isTest(path))
  const helpers = new Set(await testHelpers(tree, tests))
  return {
    kindOf(path) {
      const kind = pathKind(path)
      if (kind !== null) return kind
      if (named.has(path)) return 'configuration'
      if (gate.has(path)) return 'gate'
      return isTest(path) || helpers.has(path) || isOuterFixture(path) ? 'tests' : null
    },
    inSource,
  }
}

/** Data beside the code, not in it. */
function isOuterFixture(path: string): boolean {
  return /(?:^|\/)(?:fixtures?|goldens?|expected|cassettes)\//i.test(path) && !isInSourceFolder(path)
}

/** Files that hold nothing but tests, and those whose tests stand beside the code they are about. */
async function divided(
  tree: TreeReader,
  reported: readonly string[],
): Promise<{ readonly files: readonly string[]; readonly inSource: readonly string[] }> {
  const unusual = reported.filter((path) => pathKind(path) === null)
  const [files, inSource] = [[] as string[], [] as string[]]
  for (const path of unusual)
    (inSourceTests(path, (await tree.read(path)) ?? '').length > 0 ? inSource : files).push(path)
  return { files, inSource }
}
