import { defineCommand, type Typed } from '../command.ts'
import { ReveilleError } from '../../domain/errors.ts'
import {
  AGENT_OPTIONS,
  agentOf,
  CHECK_OPTIONS,
  checksOf,
  COMMAND_NOTE,
  KIND_OPTIONS,
  kindFieldsOf,
  LIMIT_OPTIONS,
  limitsOf,
  present,
  readGiven,
  readJson,
  texts,
} from '../task-options.ts'
import { taskTable } from '../task-text.ts'

export const command = defineCommand({
  operation: async () => (await import('../../operations/task-add.ts')).taskAdd,
  arguments: [
    ['[key]', 'name of the task: lower case letters, digits and dashes'],
    ['[program...]', 'the agent, after --'],
  ],
  options: [
    ['-t, --title <text>', 'what it is about, in one line'],
    ['-g, --goal <text>', 'what the agent is told'],
    ['--kind <kind>', 'change, verify, explore or operate (change)'],
    ['-p, --priority <priority>', 'P0 to P3 (P2)'],
    ['-d, --domain <name>', 'part of the project it belongs to'],
    ['-w, --write <glob...>', 'paths it may change'],
    ['--strict', 'mount everything else read-only'],
    ['-n, --need <key...>', 'tasks that must be done first'],
    ...CHECK_OPTIONS,
    ...KIND_OPTIONS,
    ...LIMIT_OPTIONS,
    ...AGENT_OPTIONS,
    ['-f, --file <file>', 'add every task of a YAML file; - is stdin'],
    ['--json-file <file>', 'add every task of a JSON list; - is stdin'],
    ['--dry-run', 'check everything and add nothing'],
  ],
  examples: [
    `reveille task add fix-sum -t 'sum() loses the last item' -w 'src/**' --red-to-green 'npm test -- sum' -- my-agent --fix`,
    `reveille task add all-green -t 'The suite passes' --kind verify --must-pass 'npm test'`,
    `reveille task add no-strays -t 'No backup copies are left' -w '**' --fixer remove-stray-files`,
    'reveille task add --file .reveille/tasks/fix-sum.yaml',
    'reveille task add --json-file tasks.json --dry-run',
  ],
  notes: [COMMAND_NOTE],
  async input(typed) {
    const { jsonFile, file, dryRun } = typed.options
    const isDry = dryRun === true
    const ways = [typed.args[0], jsonFile, file].filter((way) => way !== undefined)
    if (ways.length > 1)
      throw new ReveilleError('input-invalid', 'Give one of a key, --file and --json-file.')
    if (typeof jsonFile === 'string')
      return { tasks: await readJson(jsonFile, typed.readText), dryRun: isDry }
    if (typeof file === 'string') return { tasks: await readSpecs(file, typed), dryRun: isDry }
    return { tasks: [await draftOf(typed)], dryRun: isDry }
  },
  text({ added, planned }, style) {
    if (planned.length > 0) return `would add ${planned.join(', ')}`
    return taskTable(style, added)
  },
})

async function draftOf(typed: Typed): Promise<unknown> {
  const { options, args } = typed
  const [key, program] = args
  if (key === undefined)
    throw new ReveilleError('input-invalid', 'The key of the task is missing.', {
      hint: 'reveille help task add',
    })
  const limits = present(limitsOf(options))
  const scope = present({ write: options['write'], strict: options['strict'] })
  return present({
    key,
    title: options['title'],
    goal: options['goal'],
    kind: options['kind'],
    priority: options['priority'],
    domain: options['domain'],
    scope,
    needs: options['need'],
    checks: checksOf(options),
    agent: await agentOf(typed, texts(program)),
    limits,
    ...(await kindFieldsOf(typed)),
  })
}

async function readSpecs(file: string, { readText }: Typed): Promise<unknown> {
  const { tasksOf } = await import('../../operations/spec-files.ts')
  return tasksOf([{ file, text: await readGiven(file, readText) }]).map(({ draft }) => draft)
}
