import type { CallExpression, Node } from 'oxc-parser'
import { nameOf } from '../../../../verification/integrity/typescript/syntax.ts'
import type { Adapter, Findings } from '../../adapter.ts'
import { patternOf, textOf } from './literals.ts'
import { fieldOf } from './objects.ts'
import { outlineOf, symbolOf, type Outline, type Scope, type Site } from './outline.ts'
import { resolved } from './request-options.ts'
import { isOwnScript } from './script-paths.ts'
import { parameterOf } from './wrappers.ts'

const LIBRARIES = /@modelcontextprotocol\/|\bfastmcp\b|@mastra\/mcp|mcp-handler|ListToolsRequestSchema/

/** Tools that an MCP server offers to agents. */
export const mcpToolAdapter: Adapter = {
  id: 'script-mcp-tools',
  version: 1,
  reads: isOwnScript,
  read(file, found) {
    if (!LIBRARIES.test(file.text) && !/\bregisterTool\b/.test(file.text)) return
    const outline = outlineOf(file)
    if (outline === null) return
    const wrappers: Wrapper[] = []
    for (const site of outline.calls) readRegistration(outline, site, { found, wrappers })
    for (const site of outline.calls) readWrapped(outline, site, { found, wrappers })
    if (LIBRARIES.test(file.text)) readListed(outline, found)
  },
}

/** A function that registers what it is given the name of. */
interface Wrapper {
  readonly name: string
  readonly nameAt: number
  readonly descriptionAt: number | null
}

interface Reading {
  readonly found: Findings
  readonly wrappers: Wrapper[]
}

interface Tool {
  readonly name: Node
  readonly description: Node | null
}

function readRegistration(outline: Outline, { node, scope }: Site<CallExpression>, reading: Reading): void {
  const tool = registeredTool(outline, scope, node)
  if (tool === null) return
  const passed = parameterOf(scope, tool.name)
  if (passed === null || passed.owner.name === null) return addTool(outline, scope, tool, reading.found)
  const description = parameterOf(scope, tool.description)
  reading.wrappers.push({
    name: passed.owner.name,
    nameAt: passed.parameter.at,
    descriptionAt: description?.owner === passed.owner ? description.parameter.at : null,
  })
}

/** `server.registerTool(name, { description })`, `server.tool(name, description, ..)`, `server.addTool({ name })`. */
function registeredTool(
  outline: Outline,
  scope: Scope,
  { callee, arguments: given }: CallExpression,
): Tool | null {
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return null
  const [first, second] = given
  if (first === undefined) return null
  switch (callee.property.name) {
    case 'registerTool':
      return { name: first, description: fieldOf(resolved(scope, second), 'description') ?? null }
    case 'tool': {
      const isText = second !== undefined && patternOf(outline, scope, second) !== null
      const isNamed = textOf(outline, scope, first) !== null
      return isNamed && given.length > 1 ? { name: first, description: isText ? second : null } : null
    }
    case 'addTool': {
      const name = fieldOf(resolved(scope, first), 'name')
      return name === undefined
        ? null
        : { name, description: fieldOf(resolved(scope, first), 'description') ?? null }
    }
    default:
      return null
  }
}

function addTool(outline: Outline, scope: Scope, { name, description }: Tool, found: Findings): void {
  const text = textOf(outline, scope, name)
  if (text === null) return found.unresolved('tool', name)
  found.fact(
    'tool',
    name,
    { name: text, description: description === null ? null : textOf(outline, scope, description) },
    { symbol: symbolOf(scope) },
  )
}

function readWrapped(
  outline: Outline,
  { node, scope }: Site<CallExpression>,
  { found, wrappers }: Reading,
): void {
  const called = nameOf(node.callee)
  for (const { name, nameAt, descriptionAt } of wrappers) {
    const given = called === name ? node.arguments[nameAt] : undefined
    if (given === undefined) continue
    const description = descriptionAt === null ? null : (node.arguments[descriptionAt] ?? null)
    addTool(outline, scope, { name: given, description }, found)
  }
}

/** Lists of tools as low-level servers give them: objects with a name and a schema of their input. */
function readListed(outline: Outline, found: Findings): void {
  for (const { node, scope } of outline.objects) {
    const name = fieldOf(node, 'name')
    if (name === undefined || fieldOf(node, 'inputSchema') === undefined) continue
    addTool(outline, scope, { name, description: fieldOf(node, 'description') ?? null }, found)
  }
}
