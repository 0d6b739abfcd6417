import { posix } from 'node:path'
import type { Adapter } from '../../adapter.ts'
import { readShellText } from './shell-text.ts'
import { valueAt, yamlPlaces } from './yaml-place.ts'

/** Scripts of a package.json, which run in its folder. */
export const packageScriptsAdapter: Adapter = {
  id: 'package-scripts',
  version: 1,
  reads: (path) => posix.basename(path) === 'package.json',
  read(file, found) {
    for (const root of yamlPlaces(file))
      for (const { key, value } of valueAt(root, 'scripts')?.entries ?? []) {
        if (value.text === null) continue
        const folder = posix.dirname(file.path)
        readShellText({ text: value.text, span: value.span, isVerbatim: false, runner: key, folder }, found)
      }
  },
}
