import { expect, it } from 'vitest'
import { factsOf } from '../../../../../test/facts.ts'
import { extractFacts } from '../../extract.ts'
import { dockerfileAdapter } from './dockerfile.ts'

const file = (...lines: string[]) => ({ path: 'api.Dockerfile', text: lines.join('\n') })
const imageOf = (...lines: string[]) => factsOf(dockerfileAdapter, 'image', file(...lines))[0]

it('reads the last stage only, which has what the stages below it have', () => {
  const image = imageOf(
    'ARG NODE=22',
    'FROM node:${NODE}-slim AS base',
    'RUN apt-get update && apt-get install -y --no-install-recommends curl=7.* \\',
    '    # a remark inside',
    '    git && rm -rf /var/lib/apt/lists/*',
    'HEALTHCHECK --interval=5s --timeout=3s CMD ["curl", "-f", "http://localhost"]',
    'FROM base AS build',
    'RUN apt-get install -y make',
    'FROM base',
    'WORKDIR /srv',
    'COPY --from=build /out/app bin/',
    'USER node',
    'ENTRYPOINT ["tini", "--"]',
    'CMD ["node", "server.js"]',
  )
  expect(image).toMatchObject({
    line: 9,
    base: 'node:22-slim',
    packages: ['curl', 'git'],
    copies: [{ from: 'build', source: '/out/app', target: '/srv/bin/' }],
    healthCheck: ['CMD', 'curl', '-f', 'http://localhost'],
    command: ['tini', '--', 'node', 'server.js'],
    user: 'node',
  })
})

it('knows no package on a slim image that only an earlier stage installs', () => {
  expect(
    imageOf(
      'FROM debian AS build',
      'RUN apt-get install -y curl',
      'FROM python:3.12-slim',
      'HEALTHCHECK CMD curl -f x || exit 1',
    ),
  ).toMatchObject({
    base: 'python:3.12-slim',
    packages: [],
    healthCheck: ['CMD-SHELL', 'curl -f x || exit 1'],
  })
})

it('turns off the check of the stage below, and keeps none apart from off', () => {
  const below = ['FROM a AS one', 'HEALTHCHECK CMD x', 'FROM one']
  expect(imageOf(...below, 'HEALTHCHECK NONE')?.healthCheck).toBe('disabled')
  expect(imageOf(...below)?.healthCheck).toEqual(['CMD-SHELL', 'x'])
  expect(imageOf('FROM a')?.healthCheck).toBeNull()
})

it.each([
  ['RUN apk add --no-cache --virtual .build gcc && apk add curl && apk del .build', ['curl']],
  ['RUN apt-get install -y curl wget && apt-get purge -y curl', ['wget']],
  ['RUN dnf -y install nginx', ['nginx']],
  ['RUN pip install --no-cache-dir -r requirements.txt "celery[redis]==5.5" "flask>=3"', ['celery', 'flask']],
  ['RUN uv pip install --system uvicorn', ['uvicorn']],
  ['RUN npm install -g pm2@5 @scope/tool@1', ['pm2', '@scope/tool']],
  ['RUN npm install express', []],
  ['RUN <<EOT\napt-get install -y curl\nEOT', ['curl']],
  ['RUN --mount=type=cache,target=/x apt-get install -y curl', ['curl']],
  ['ARG TOOLS="curl jq"\nRUN apt-get install -y $TOOLS', ['curl', 'jq']],
])('finds the packages of %s', (run, packages) => {
  expect(imageOf('FROM debian', run)?.packages).toEqual(packages)
})

it('says so where packages cannot be told', () => {
  const { unresolved } = extractFacts(
    [dockerfileAdapter],
    'Dockerfile',
    'FROM debian\nRUN apt-get install -y $TOOLS',
  )
  expect(unresolved).toMatchObject([{ relation: 'image' }])
})

it('does not take a new entry point together with the command of the stage below', () => {
  expect(imageOf('FROM a AS one', 'CMD ["x"]', 'FROM one', 'ENTRYPOINT ["y"]')?.command).toEqual(['y'])
})

it('tells variables of the build from those of the image', () => {
  const lines = file(
    'ARG BASE=a',
    'FROM $BASE AS build',
    'ARG API',
    'ENV API=$API MODE="x y"',
    'RUN MINE=1 tool $MINE $THEIRS',
    'FROM a',
    'ENV PORT 8000',
    "CMD exec serve --port $PORT --host ${HOST:-::} '$NOT'",
  )
  expect(factsOf(dockerfileAdapter, 'buildArgument', lines).map(({ name, stage }) => [name, stage])).toEqual([
    ['BASE', null],
    ['API', 'build'],
  ])
  expect(
    factsOf(dockerfileAdapter, 'environmentWrite', lines).map(({ name, value, when }) => [name, value, when]),
  ).toEqual([
    ['BASE', 'a', 'build'],
    ['API', null, 'build'],
    ['MODE', 'x y', 'build'],
    ['PORT', '8000', 'run'],
  ])
  expect(
    factsOf(dockerfileAdapter, 'environmentRead', lines).map(({ name, hasDefault, line }) => [
      name,
      hasDefault,
      line,
    ]),
  ).toEqual([
    ['BASE', true, 2],
    ['API', false, 4],
    ['THEIRS', false, 5],
    ['PORT', true, 8],
    ['HOST', true, 8],
  ])
})

it.each([
  '',
  '# nothing',
  'FROM',
  'FROM a\nRUN [',
  'HEALTHCHECK',
  'FROM a\nRUN <<EOT\nno end',
  'FROM a\nRUN x \\',
])('throws for no text: %j', (text) => {
  expect(() => extractFacts([dockerfileAdapter], 'Dockerfile', text)).not.toThrow()
})
