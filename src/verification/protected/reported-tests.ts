/** Where the tests are that runners report: wherever that is and however it is called, it decides about the proof. */
import type { TestReport } from '../../domain/test-report.ts'
import { folderOf } from '../closure/places.ts'
import { isPython } from '../syntax/python.ts'
import { isScript } from '../syntax/script-program.ts'
import { isInSourceFolder, isTestPath, pathKind } from './kinds.ts'

/** Files of the tree in which tests of the reports stand, as far as their runners name files or modules; sorted. */
export function reportedFiles(
  reports: readonly Pick<TestReport, 'tests'>[],
  paths: readonly string[],
): readonly string[] {
  const known = new Set(paths)
  const modules = new Map(paths.filter(isPython).map((path) => [moduleOf(path), path]))
  const places = new Set(reports.flatMap(({ tests }) => tests.map(({ id }) => placeOf(id))))
  const files = [...places].flatMap((place) => (known.has(place) ? place : (ofModule(place, modules) ?? [])))
  return [...new Set(files)].toSorted()
}

/**
 * Folders that are there for tests, though their names do not say so: at least half of the code that lies directly in them
 * is tests, and they are neither source folders nor packages nor the root.
 */
export function testFolders(reported: readonly string[], paths: readonly string[]): readonly string[] {
  const tests = new Set(reported)
  const folders = new Set(reported.filter((path) => pathKind(path) === null).map(folderOf))
  return [...folders].filter((folder) => {
    if (folder === '' || isInSourceFolder(`${folder}/`)) return false
    const inside = paths.filter((path) => folderOf(path) === folder)
    if (inside.includes(`${folder}/package.json`)) return false
    const code = inside.filter((path) => isScript(path) || isPython(path))
    return code.filter((path) => tests.has(path) || isTestPath(path)).length * 2 >= code.length
  })
}

function placeOf(id: string): string {
  const [place = ''] = id.split(' > ', 1)
  // vitest adds the name of the project that ran it.
  return place.replace(/ \|.*$/, '')
}

function moduleOf(path: string): string {
  return path.replace(/\.py$/, '').replaceAll('/', '.')
}

/** `tests.test_a.Case` stands in the longest module that it begins with. */
function ofModule(place: string, modules: ReadonlyMap<string, string>): string | undefined {
  const words = place.split('.')
  for (let length = words.length; length > 0; length -= 1) {
    const path = modules.get(words.slice(0, length).join('.'))
    if (path !== undefined) return path
  }
  return undefined
}
