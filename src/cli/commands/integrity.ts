import type { Style } from '../color.ts'
import { defineCommand } from '../command.ts'
import { plain } from '../print.ts'

export const command = defineCommand({
  arguments: [['<range>', 'BASE..HEAD, or BASE for everything since it']],
  options: [['-c, --commits', 'judge each commit of the range on its own']],
  examples: [
    'reveille integrity main..HEAD',
    'reveille integrity v1.0..v1.1 --commits',
    'reveille integrity HEAD~1 --json',
  ],
  notes: [
    'Reads tests in TypeScript, JavaScript and Python, in any git repository, and changes nothing.',
    'Exits with 1 when a test is weakened. Notes, which are changes that may be as they should, do no harm.',
  ],
  operation: async () => (await import('../../operations/integrity.ts')).integrity,
  input: ({ args: [range], options }) => ({ range, commits: options['commits'] === true }),
  text: (data, style) =>
    [...data.ranges.flatMap((range) => rangeLines(range, data, style)), verdict(data, style)].join('\n'),
  exit: ({ weakenings }) => (weakenings > 0 ? 1 : 0),
})

interface Said {
  readonly rule: string
  readonly path: string
  readonly line: number | null
  readonly text: string
}

interface Range {
  readonly to: string
  readonly weakenings: readonly Said[]
  readonly notes: readonly Said[]
}

interface Data {
  readonly ranges: readonly Range[]
  readonly weakenings: number
  readonly files: number
  readonly tests: number
}

function rangeLines({ to, weakenings, notes }: Range, { ranges }: Data, style: Style): readonly string[] {
  const lines = [
    ...weakenings.map((said) => `${style.bad(style.signs.bad)} ${sentence(said)}`),
    ...notes.map((said) => `${style.signs.dash} ${sentence(said)}`),
  ]
  return ranges.length > 1 && lines.length > 0 ? [to.slice(0, 12), ...lines] : lines
}

function sentence({ rule, path, line, text }: Said): string {
  return `${plain(path)}${line === null ? '' : `:${line}`} ${rule}: ${plain(text)}`
}

function verdict({ ranges, weakenings, files, tests }: Data, style: Style): string {
  const where = ranges.length === 1 ? '' : `${counted(ranges.length, 'commit')}, `
  if (files === 0 && weakenings === 0)
    return style.warn(`Nothing was judged: ${where}no test file changed that Reveille can read.`)
  const looked = `${where}${counted(tests, 'test')} in ${counted(files, 'changed test file')}`
  return weakenings === 0
    ? style.good(`No test is weakened: ${looked}.`)
    : style.bad(`${counted(weakenings, 'weakening')}: ${looked}.`)
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
