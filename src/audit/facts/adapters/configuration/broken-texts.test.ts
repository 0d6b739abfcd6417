import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ADAPTERS } from '../../adapters.ts'
import { extractFacts } from '../../extract.ts'

const ROOT = join(import.meta.dirname, '../../../../../examples/ward-roster')

it.each([
  'compose.yaml',
  'Makefile',
  '.env.example',
  'deploy/nginx.conf.template',
  'deploy/render.yaml',
  'deploy/web.Dockerfile',
  'deploy/db/01-extensions.sql',
  '.github/workflows/ci.yml',
])('throws for no beginning of %s', (path) => {
  const text = readFileSync(join(ROOT, path), 'utf8')
  for (let end = 0; end < text.length; end += 13)
    expect(() => extractFacts(ADAPTERS, path, text.slice(0, end))).not.toThrow()
})

it.each([
  'fly.toml',
  'vercel.json',
  'Caddyfile',
  'a.sh',
  'package.json',
  'Procfile',
  'a.prisma',
  'a.sql',
  'Dockerfile',
  '.env',
])('reads a long text without sense as %s in a moment', (path) => {
  for (const piece of ['"', "'", '$', '{', '[', '(', '\\', '<<A\n', 'a = ', '${', '/*', '\n\t'])
    expect(() => extractFacts(ADAPTERS, path, piece.repeat(4_000))).not.toThrow()
})
