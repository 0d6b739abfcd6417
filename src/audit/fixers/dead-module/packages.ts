/** What the package.json files of a tree say of packages. */
import { posix } from 'node:path'
import type { Tree } from '../fixer.ts'

const DEPENDENCIES = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies']

/** Null for what is no object of JSON. */
export function descriptionIn(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const description: unknown = JSON.parse(text)
    return Object(description) === description ? (description as Readonly<Record<string, unknown>>) : null
  } catch {
    return null
  }
}

/** Names of everything that a package depends on. */
export function dependenciesIn(text: string): readonly string[] {
  const description = descriptionIn(text)
  return DEPENDENCIES.flatMap((key) => Object.keys(Object(description?.[key]) as object))
}

/** Names of packages that come from elsewhere: those of the tree are none, whoever depends on them. */
export function foreignPackages(tree: Tree): ReadonlySet<string> {
  const texts = tree.entries
    .filter(({ path }) => posix.basename(path) === 'package.json')
    .flatMap(({ path }) => tree.text(path) ?? [])
  const own = new Set(texts.map((text) => descriptionIn(text)?.['name']))
  return new Set(texts.flatMap(dependenciesIn).filter((name) => !own.has(name)))
}
