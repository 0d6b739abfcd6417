/** The files in which tasks are written down. */
import { lstat, readFile } from 'node:fs/promises'
import { isAbsolute, join, relative } from 'node:path'
import { ReveilleError } from '../domain/errors.ts'
import type { Source } from '../spec/diagnostic.ts'
import { parseTaskSpecs, type TaskSpec } from '../spec/task-spec.ts'
import { TASKS_FOLDER } from '../spec/task-spec-text.ts'
import { namesIn } from '../support/folders-on-disk.ts'
import type { OperationContext } from './context.ts'

/**
 * Reads the files that are named, by absolute path or relative to the root, or else all of the folder for them: of the
 * checkout, of HEAD where there is none. Files are called by their path below the root.
 */
export async function readSpecFiles(
  context: OperationContext,
  named: readonly string[],
): Promise<readonly Source[]> {
  const { root } = await context.repository()
  if (named.length > 0) return Promise.all(named.map((path) => readNamed(root, path)))
  const sources = root === null ? await committedSpecs(context) : await specsOfCheckout(root)
  if (sources.length > 0) return sources
  throw new ReveilleError('not-found', `There is no task in ${TASKS_FOLDER}.`, {
    hint: `reveille task spec KEY -o ${TASKS_FOLDER}/KEY.yaml`,
  })
}

/** Throws `spec-invalid`, with every problem of every file in `data.diagnostics`. */
export function tasksOf(sources: readonly Source[]): readonly TaskSpec[] {
  const checked = parseTaskSpecs(sources)
  if (checked.ok) return checked.value
  const { diagnostics } = checked
  const files = [...new Set(diagnostics.map(({ file }) => file))].join(', ')
  const found = diagnostics.length === 1 ? 'is a problem' : `are ${diagnostics.length} problems`
  throw new ReveilleError('spec-invalid', `There ${found} in ${files}.`, { data: { diagnostics } })
}

async function readNamed(root: string | null, path: string): Promise<Source> {
  const file = isAbsolute(path) ? path : join(root ?? '', path)
  try {
    return { file: nameOf(root, file), text: await readFile(file, 'utf8') }
  } catch (error) {
    throw new ReveilleError('not-found', `The file ${path} cannot be read.`, { cause: error })
  }
}

function nameOf(root: string | null, file: string): string {
  const below = root === null ? '..' : relative(root, file)
  return below.startsWith('..') || isAbsolute(below) ? file : below
}

/** A link could lead to anything; it is named, so that nobody misses the task that it was to be. */
async function specsOfCheckout(root: string): Promise<readonly Source[]> {
  const names = (await namesIn(join(root, TASKS_FOLDER))).filter(isSpec)
  const folders = [join(root, TASKS_FOLDER, '..'), join(root, TASKS_FOLDER)]
  const places =
    names.length === 0 ? [] : [...folders, ...names.map((name) => join(root, TASKS_FOLDER, name))]
  for (const place of places) {
    if ((await lstat(place)).isSymbolicLink())
      throw new ReveilleError(
        'unsafe-path',
        `${relative(root, place)} is a link; a task must be a file of its own.`,
      )
  }
  return Promise.all(names.map((name) => readNamed(root, join(root, TASKS_FOLDER, name))))
}

async function committedSpecs(context: OperationContext): Promise<readonly Source[]> {
  const git = await context.git()
  if ((await git.commitOf('HEAD')) === null) return []
  const files = (await git.listFiles('HEAD')).filter(
    ({ path, mode }) =>
      path.startsWith(`${TASKS_FOLDER}/`) &&
      !path.slice(TASKS_FOLDER.length + 1).includes('/') &&
      mode !== '120000' &&
      isSpec(path),
  )
  return Promise.all(
    files.map(async ({ path }) => ({
      file: path,
      text: (await git.readFile('HEAD', path))?.toString() ?? '',
    })),
  )
}

function isSpec(path: string): boolean {
  return /\.ya?ml$/.test(path)
}
