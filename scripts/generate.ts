// Generated files are committed: `npm run generate` writes them, `--check` tells which are not what it would write. The night,
// which takes half a minute, is compared by a slow test instead.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { renderSchema } from '../src/ledger/sqlite/schema.ts'
import { renderConfigSchema } from '../src/spec/config-schema.ts'
import { renderTaskSchema } from '../src/spec/task-spec-schema.ts'
import { DEMO_NIGHT_FILES, demoNight } from './demo-night.ts'

export interface GeneratedFile {
  readonly path: string
  readonly render: () => string | Promise<string>
}

const GENERATED: readonly GeneratedFile[] = [
  { path: 'src/ledger/sqlite/schema.sql', render: renderSchema },
  { path: 'schema/config.schema.json', render: renderConfigSchema },
  { path: 'schema/task.schema.json', render: renderTaskSchema },
]

/** All of one night, which is run when the first of them is rendered. */
export function nightFiles(): readonly GeneratedFile[] {
  let night: ReturnType<typeof demoNight> | null = null
  return DEMO_NIGHT_FILES.map((name) => ({
    path: `docs/demo-night/${name}`,
    render: async () => (await (night ??= demoNight()))[name],
  }))
}

export async function staleFiles(files: readonly GeneratedFile[]): Promise<string[]> {
  const stale: string[] = []
  for (const file of files) {
    const committed = await readFile(file.path, 'utf8').catch(() => undefined)
    if (committed !== (await file.render())) stale.push(file.path)
  }
  return stale
}

export async function writeFiles(files: readonly GeneratedFile[]): Promise<void> {
  for (const { path, render } of files) {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, await render())
  }
}

if (import.meta.main) {
  const isCheck = process.argv.includes('--check')
  const stale = isCheck ? await staleFiles(GENERATED) : []
  if (!isCheck) await writeFiles([...GENERATED, ...nightFiles()])
  for (const path of stale) console.error(`${path} is stale: npm run generate`)
  console.log(`${GENERATED.length} generated files, and ${DEMO_NIGHT_FILES.length} of the night`)
  process.exitCode = stale.length > 0 || GENERATED.length === 0 ? 1 : 0
}
