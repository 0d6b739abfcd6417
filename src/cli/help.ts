import * as z from 'zod'
import { ERRORS } from '../domain/errors.ts'
import type { Style } from './color.ts'
import { optionsOf, type CliCommand } from './command.ts'
import { COMMANDS } from './commands.ts'
import { EXIT_CODES } from './exit-codes.ts'
import { describeOption, EVERYWHERE } from './option-shape.ts'
import { table } from './table.ts'

interface Answer {
  readonly data: unknown
  readonly text: string
}

/** What is told without the parser: topics, and everything in JSON. Null when the words are a command for people. */
export async function help(words: readonly string[], style: Style, isJson: boolean): Promise<Answer | null> {
  const topic = words.join(' ')
  if (topic === 'exit-codes') return exitCodes(style)
  if (topic === 'errors') return errors(style)
  return isJson && namesCommand(words) ? { data: await describeCommands(words), text: '' } : null
}

/** Whether words are a command, or begin one. */
export function namesCommand(words: readonly string[]): boolean {
  return commandsUnder(words).length > 0
}

function commandsUnder(words: readonly string[]): typeof COMMANDS {
  const prefix = words.join(' ')
  return COMMANDS.filter(({ name }) => prefix === '' || name === prefix || name.startsWith(`${prefix} `))
}

/** What programs are told of commands; of a single one also the schema of its data. */
async function describeCommands(words: readonly string[]): Promise<unknown> {
  const entries = commandsUnder(words)
  return Promise.all(
    entries.map(async ({ name, group, summary, load }) => {
      const { command } = await load()
      const schema = await dataSchema(command)
      return {
        ...{ name, group, summary },
        arguments: command.arguments.map(([syntax, about]) => ({ syntax, about })),
        options: [...optionsOf(command), ...EVERYWHERE].map((option) => ({
          syntax: option[0],
          ...describeOption(option),
        })),
        examples: command.examples,
        notes: command.notes,
        fields: shape(schema),
        exitCodes: EXIT_CODES,
        ...(entries.length === 1 ? { data: schema } : {}),
      }
    }),
  )
}

async function dataSchema(command: CliCommand): Promise<JsonSchema> {
  const { output } = await (await command.operation()).schemas()
  // What the library writes is a JSON Schema; its own type for one has no room for what is read here.
  return z.toJSONSchema(output, { unrepresentable: 'any', reused: 'inline' }) as JsonSchema
}

/** The fields of a command's `--json` data, on one line. */
export async function dataFields(command: CliCommand): Promise<string> {
  return `JSON data:\n  ${shape(await dataSchema(command))}`
}

interface JsonSchema {
  readonly type?: string
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly items?: JsonSchema
  readonly anyOf?: readonly JsonSchema[]
}

function shape(schema: JsonSchema): string {
  if (schema.properties !== undefined) {
    const names = Object.entries(schema.properties).map(([name, inner]) => `${name}${nested(inner)}`)
    return `{ ${names.join(', ')} }`
  }
  return schema.items === undefined ? (schema.type ?? 'any') : `[${shape(schema.items)}]`
}

function nested(schema: JsonSchema): string {
  const inner = schema.anyOf?.find(({ type }) => type !== 'null') ?? schema
  if (inner.properties !== undefined) return `: ${shape(inner)}`
  return inner.items?.properties === undefined ? '' : `: [${shape(inner.items)}]`
}

function exitCodes(style: Style): Answer {
  const rows = Object.entries(EXIT_CODES).map(([code, about]) => ({ code: Number(code), about }))
  const text = table(
    style,
    ['EXIT', 'MEANING'],
    rows.map(({ code, about }) => [String(code), about]),
  )
  return {
    data: rows,
    text: `${text}\n\nWhen several apply, the first of 70, 130, 2, 4, 5, 3, 1 is used. \`reveille help errors\` lists error codes.`,
  }
}

function errors(style: Style): Answer {
  const rows = Object.entries(ERRORS).map(([code, { exit, about }]) => ({ code, exit, about }))
  return {
    data: rows,
    text: table(
      style,
      ['CODE', 'EXIT', 'MEANING'],
      rows.map(({ code, exit, about }) => [code, String(exit), about]),
    ),
  }
}
