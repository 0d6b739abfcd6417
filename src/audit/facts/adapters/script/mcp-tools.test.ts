import { expect, test } from 'vitest'
import { factsOf } from '../../../../../test/facts.ts'
import { extractFacts } from '../../extract.ts'
import { mcpToolAdapter } from './mcp-tools.ts'

test('tools are registered directly, through a helper, or listed', () => {
  const text = `
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
server.registerTool('a', { description: 'does a' }, run)
server.tool('b', 'does b', {}, run)
const add = (name, description) => server.registerTool(name, { description }, run)
add('c', 'does c')
server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: [{ name: 'd', inputSchema: {} }] }))
`
  const found = factsOf(mcpToolAdapter, 'tool', { path: 'a.ts', text })
  expect(found.map(({ name, description }) => [name, description])).toEqual([
    ['a', 'does a'],
    ['b', 'does b'],
    ['c', 'does c'],
    ['d', null],
  ])
})

test('a tool whose name is made at run time is unresolved', () => {
  const text = 'for (const one of all) server.registerTool(one.name, {}, run)'
  expect(extractFacts([mcpToolAdapter], 'a.ts', text).unresolved).toHaveLength(1)
})
