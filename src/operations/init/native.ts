import { has, words, type Listing, type Stack } from './stack.ts'

/** Cargo's and Go's downloads go into a folder of the repository: only what is inside it reaches runs and checks. */
const CARGO = 'CARGO_HOME="$PWD/.cargo-home" cargo'
const GO = 'GOMODCACHE="$PWD/.go-modules" GOFLAGS=-modcacherw go'
const GO_OFFLINE = `GOPROXY=off ${GO}`

export function detectCargo(listing: Listing): Stack | null {
  if (!has(listing, 'Cargo.toml')) return null
  const isLocked = has(listing, 'Cargo.lock')
  return {
    name: 'cargo',
    setup: {
      commands: [{ shell: `${CARGO} fetch${isLocked ? ' --locked' : ''}` }],
      locks: isLocked ? ['Cargo.toml', 'Cargo.lock'] : ['Cargo.toml'],
    },
    gate: [{ name: 'test', command: { shell: `${CARGO} test --offline${isLocked ? ' --locked' : ''}` } }],
  }
}

export function detectGo(listing: Listing): Stack | null {
  if (!has(listing, 'go.mod')) return null
  const hasModules = has(listing, 'go.sum')
  const go = hasModules ? GO_OFFLINE : 'go'
  return {
    name: 'go',
    setup: hasModules ? { commands: [{ shell: `${GO} mod download` }], locks: ['go.mod', 'go.sum'] } : null,
    gate: [
      { name: 'lint', command: { shell: `${go} vet ./...` } },
      { name: 'test', command: { shell: `${go} test ./...` } },
    ],
  }
}

/** Only what no other stack told: a Makefile often wraps the same commands. */
export function detectMake(listing: Listing): Stack | null {
  const makefile = ['GNUmakefile', 'makefile', 'Makefile']
    .map((name) => listing.texts[name])
    .find((text) => text !== undefined)
  if (makefile === undefined) return null
  const gate = (['lint', 'test'] as const).flatMap((name) => {
    const isTarget = new RegExp(`^${name}\\s*:(?!=)`, 'm').test(makefile)
    return isTarget ? [{ name, command: words(`make ${name}`) }] : []
  })
  return gate.length === 0 ? null : { name: 'make', setup: null, gate }
}
