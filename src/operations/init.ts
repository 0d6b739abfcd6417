import { mkdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import * as z from 'zod'
import { commandText } from '../domain/check.ts'
import { ReveilleError } from '../domain/errors.ts'
import { renderConfigSchema } from '../spec/config-schema.ts'
import { CONFIG_FILE } from '../spec/config-file.ts'
import type { OperationContext } from './context.ts'
import { detect, READ_FILES, type Detection } from './init/detect.ts'
import { CONFIG_SCHEMA_FILE, planFiles, type PlannedFile } from './init/plan.ts'
import type { Listing } from './init/stack.ts'
import { defineOperation } from './operation.ts'
import { commandView } from './task-view.ts'

/** Runs see committed files alone. */
const COMMIT = "git add .reveille && git commit -m 'Set up Reveille' && reveille doctor"

const namedCommand = z.object({ name: z.string(), command: commandView })

export const init = defineOperation({
  name: 'init',
  summary: 'Write the configuration of a repository, from what its files say',
  input: z.strictObject({
    branch: z.string().min(1).optional(),
    isYes: z.boolean().default(false),
    dryRun: z.boolean().default(false),
  }),
  output: z.object({
    root: z.string(),
    branch: z.string(),
    managers: z.array(z.string()).readonly(),
    setup: z.array(commandView).readonly(),
    gate: z.array(namedCommand).readonly(),
    files: z.array(z.object({ path: z.string(), action: z.enum(['create', 'update', 'keep']) })),
    isWritten: z.boolean(),
    next: z.string(),
  }),
  async run(context, { branch: named, isYes, dryRun }) {
    const root = await checkoutOf(context)
    const branch = await targetBranch(context, named)
    const detection = detect(await listingOf(context, branch))
    const files = planFiles({
      branch,
      detection,
      schema: renderConfigSchema(),
      existing: await existingFiles(root),
    })
    tell(context, { branch, detection, files })
    const isWritten = !dryRun && (await isWanted(context, files, isYes))
    if (isWritten) {
      await context.setUpProject()
      await apply(root, files)
    }
    return {
      root,
      branch,
      managers: detection.managers,
      setup: detection.setup?.commands ?? [],
      gate: detection.gate,
      files: files.map(({ path, action }) => ({ path, action })),
      isWritten,
      next: detection.hasTest ? COMMIT : `write the gate in ${CONFIG_FILE}, then ${COMMIT}`,
    }
  },
})

async function checkoutOf(context: OperationContext): Promise<string> {
  const { root } = await context.repository()
  if (root !== null) return root
  throw new ReveilleError(
    'not-a-repository',
    'A bare repository has no files to write the configuration to.',
    {
      hint: `Run init in a clone and push ${CONFIG_FILE}.`,
    },
  )
}

/** What was named, else where the user stands, else what the remote calls its head, else the usual names. */
async function targetBranch(context: OperationContext, named: string | undefined): Promise<string> {
  const git = await context.git()
  const exists = async (branch: string): Promise<boolean> =>
    (await git.readRef(`refs/heads/${branch}`)) !== null
  if (named !== undefined) {
    if (await exists(named)) return named
    throw new ReveilleError('not-found', `There is no branch ${named}.`)
  }
  const { commonDirectory } = await context.repository()
  for (const candidate of [
    await git.currentBranch(),
    await headOfOrigin(commonDirectory),
    'main',
    'master',
  ]) {
    if (candidate !== null && (await exists(candidate))) return candidate
  }
  throw new ReveilleError('not-found', 'The repository has no commit on a branch yet.', {
    hint: 'Commit something, then run init again.',
  })
}

/** A symbolic ref is always a file of its own. */
async function headOfOrigin(commonDirectory: string): Promise<string | null> {
  const text = await readFile(join(commonDirectory, 'refs/remotes/origin/HEAD'), 'utf8').catch(() => '')
  return /^ref: refs\/remotes\/origin\/(.+)$/m.exec(text)?.[1] ?? null
}

/** The committed files: runs see nothing else. */
async function listingOf(context: OperationContext, branch: string): Promise<Listing> {
  const git = await context.git()
  const revision = `refs/heads/${branch}`
  const paths = (await git.listFiles(revision)).map(({ path }) => path)
  const read = paths.filter((path) => READ_FILES.some((pattern) => pattern.test(path)))
  const texts: Record<string, string> = {}
  for (const path of read) texts[path] = (await git.readFile(revision, path))?.toString() ?? ''
  return { paths, texts }
}

async function existingFiles(root: string): Promise<Readonly<Record<string, string | undefined>>> {
  const read = (path: string): Promise<string | undefined> =>
    readFile(join(root, path), 'utf8').catch(() => undefined)
  return { [CONFIG_FILE]: await read(CONFIG_FILE), [CONFIG_SCHEMA_FILE]: await read(CONFIG_SCHEMA_FILE) }
}

interface Plan {
  readonly branch: string
  readonly detection: Detection
  readonly files: readonly PlannedFile[]
}

function tell(context: OperationContext, { branch, detection, files }: Plan): void {
  const { managers, setup, gate } = detection
  context.narrate(`branch    ${branch}`)
  context.narrate(`packages  ${managers.join(', ') || 'none found'}`)
  for (const command of setup?.commands ?? []) context.narrate(`setup     ${commandText(command)}`)
  for (const { name, command } of gate) context.narrate(`gate      ${name}: ${commandText(command)}`)
  const config = files.find(({ path }) => path === CONFIG_FILE)
  if (config?.action === 'keep') context.narrate(`${CONFIG_FILE} exists and is kept as it is.`)
  else if (!detection.hasTest) {
    context.warn(
      `No test command was found and none is guessed: write the gate in ${CONFIG_FILE} before a night.`,
    )
  }
}

async function isWanted(
  context: OperationContext,
  files: readonly PlannedFile[],
  isYes: boolean,
): Promise<boolean> {
  const changed = files.filter(({ action }) => action !== 'keep').map(({ path }) => path)
  if (changed.length === 0 || isYes) return true
  if (context.confirm !== null) return context.confirm(`Write ${changed.join(' and ')}?`)
  throw new ReveilleError('input-invalid', 'Nobody is there to confirm what will be written.', {
    hint: 'reveille init --yes, or --dry-run to look only',
  })
}

/** Each file appears whole or not at all, so an init that is cut off can simply be run again. */
async function apply(root: string, files: readonly PlannedFile[]): Promise<void> {
  const folder = join(root, dirname(CONFIG_FILE))
  await mkdir(folder, { recursive: true })
  if ((await realpath(folder)) !== join(await realpath(root), dirname(CONFIG_FILE))) {
    throw new ReveilleError('unsafe-path', `${dirname(CONFIG_FILE)} is a link that leads elsewhere.`)
  }
  for (const { path, content, action } of files) {
    if (action === 'keep') continue
    const draft = join(root, `${path}.new`)
    await rm(draft, { force: true })
    await writeFile(draft, content, { flag: 'wx' })
    await rename(draft, join(root, path))
  }
}
