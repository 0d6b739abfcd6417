// The roster for assistants, over stdio: see README.md.
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import { z } from 'zod'
import { createApi } from './api.mjs'
import { registerTools } from './register.mjs'

const server = new McpServer({ name: 'ward-roster', version: '1.4.0' })
registerTools(server, createApi(), z)
await server.connect(new StdioServerTransport())
