import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
}

const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest
const pinned = { ...dependencies, ...devDependencies }

test('each dependency has a line of reason, and each line a dependency [dependencies-reasoned]', () => {
  const page = readFileSync('docs/dependencies.md', 'utf8')
  const reasoned = [...page.matchAll(/^\| `([^`]+)` \| \S/gm)].map((line) => line[1])
  expect(new Set(reasoned)).toEqual(new Set(Object.keys(pinned)))
})

test('each dependency is pinned to one version', () => {
  expect(Object.values(pinned).filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([])
})

test('the lock file names no registry', () => {
  expect(readFileSync('package-lock.json', 'utf8')).not.toContain('"resolved"')
})
