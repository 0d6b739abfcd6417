import type { Command } from '../../domain/check.ts'
import { CONFIG_FILE } from '../../spec/config-file.ts'
import type { Detection } from './detect.ts'

export const CONFIG_SCHEMA_FILE = '.reveille/config.schema.json'

export interface PlannedFile {
  /** Relative to the repository's root. */
  readonly path: string
  readonly content: string
  /** A person's own configuration is never overwritten. */
  readonly action: 'create' | 'update' | 'keep'
}

interface PlanParams {
  readonly branch: string
  readonly detection: Detection
  readonly schema: string
  /** What stands there now; undefined where nothing does. */
  readonly existing: Readonly<Record<string, string | undefined>>
}

/** The files init writes, in the order in which it writes them: the configuration is last. */
export function planFiles({ branch, detection, schema, existing }: PlanParams): readonly PlannedFile[] {
  const schemaNow = existing[CONFIG_SCHEMA_FILE]
  return [
    { path: CONFIG_SCHEMA_FILE, content: schema, action: actionFor(schemaNow, schema) },
    {
      path: CONFIG_FILE,
      content: renderConfig(branch, detection),
      action: existing[CONFIG_FILE] === undefined ? 'create' : 'keep',
    },
  ]
}

function actionFor(now: string | undefined, wanted: string): PlannedFile['action'] {
  if (now === undefined) return 'create'
  return now === wanted ? 'keep' : 'update'
}

function renderConfig(branch: string, { setup, gate }: Detection): string {
  return [
    '# yaml-language-server: $schema=./config.schema.json',
    '# How Reveille works on this repository. An unknown key is an error; `reveille doctor` checks this file.',
    '',
    '# Your branch: nights start from it, and `reveille accept` moves it.',
    `target: ${JSON.stringify(branch)}`,
    ...setupLines(setup),
    ...gateLines(gate),
    '',
  ].join('\n')
}

function setupLines(setup: Detection['setup']): readonly string[] {
  if (setup === null) return []
  return [
    '',
    '# Installs dependencies, with network, once for each state of the lock files.',
    'setup:',
    '  commands:',
    ...setup.commands.map((command) => `    - ${renderCommand(command)}`),
    `  locks: ${renderWords(setup.locks)}`,
  ]
}

function gateLines(gate: Detection['gate']): readonly string[] {
  const about = ['', '# Nothing lands unless each of these passes on the very tree that lands.']
  if (gate.length > 0) {
    return [
      ...about,
      'gate:',
      ...gate.flatMap(({ name, command }) => [`  - name: ${name}`, `    ${renderCommand(command)}`]),
    ]
  }
  return [
    ...about,
    '# No test command was found and none is guessed. Nothing runs before there is one; for example:',
    '# gate:',
    '#   - name: test',
    '#     run: [make, test]',
    'gate: []',
  ]
}

function renderCommand(command: Command): string {
  return 'shell' in command ? `shell: ${JSON.stringify(command.shell)}` : `run: ${renderWords(command.argv)}`
}

/** Plain words stay plain; JSON strings are YAML too. */
function renderWords(list: readonly string[]): string {
  return `[${list.map((word) => (/^[A-Za-z./][\w./-]*$/.test(word) && !isReserved(word) ? word : JSON.stringify(word))).join(', ')}]`
}

function isReserved(word: string): boolean {
  return /^(?:true|false|null|yes|no|on|off|\.inf|\.nan)$/i.test(word)
}
