import { expect, it } from 'vitest'
import { factsOf } from '../../../../../test/facts.ts'
import { makefileAdapter } from './makefile.ts'
import { packageScriptsAdapter } from './package-scripts.ts'
import { procfileAdapter, supervisorAdapter } from './process-files.ts'
import { shellScriptAdapter } from './shell-script.ts'

it('reads the variables that a script asks for, and none of its own', () => {
  const text = [
    '#!/bin/sh',
    'MODE=${MODE:-fast}',
    'NAME=$(hostname)',
    'for FILE in *.csv; do load "$FILE" --to "$DATABASE_URL"; done # $REMARK',
    'awk \'{ print $COLUMN }\' "$NAME" \\$ESCAPED',
    "cat <<'END'",
    "it's $QUOTED",
    'END',
    'cat <<END',
    "it's ${FILLED-x}",
    'END',
    'echo $HOME $1 $@ $MODE $LATE; LATE=1',
  ].join('\n')
  const reads = factsOf(shellScriptAdapter, 'environmentRead', { path: 'run.sh', text })
  expect(reads.map(({ name, hasDefault, line }) => [name, hasDefault, line])).toEqual([
    ['MODE', true, 2],
    ['DATABASE_URL', false, 4],
    ['FILLED', true, 10],
    ['LATE', false, 12],
  ])
})

it('takes queues from the defaults of a script', () => {
  const text = 'QUEUES="${QUEUES:-mail,default}"\nexec celery -A shop worker \\\n  -Q "$QUEUES"\n'
  const consumers = factsOf(shellScriptAdapter, 'queueConsumer', { path: 'worker.sh', text })
  expect(consumers.map(({ queue, runner, confidence }) => [queue, runner, confidence])).toEqual([
    ['mail', 'worker.sh', 0.8],
    ['default', 'worker.sh', 0.8],
  ])
})

it.each([
  ['docker compose up -d', ['compose.yaml', 'compose.override.yaml']],
  ['docker-compose -f a.yml --file=b.yml run web', ['a.yml', 'b.yml']],
  ['F="-f x"; cd deploy && docker compose -f ../a.yml up', ['a.yml']],
  ['docker stack deploy -c a.yml shop', ['a.yml']],
])('knows the compose files of %s', (text, files) => {
  expect(factsOf(shellScriptAdapter, 'deploymentSet', { path: 'up.sh', text })).toMatchObject([{ files }])
})

it.each([
  'docker compose logs -f api',
  'docker compose down',
  'docker build -f a.Dockerfile .',
  'tail -f up',
])('takes %s for no deployment', (text) => {
  expect(factsOf(shellScriptAdapter, 'deploymentSet', { path: 'up.sh', text })).toEqual([])
})

it('reads the recipes of a Makefile, in its folder', () => {
  const text = [
    'APP ?= shop.main:app',
    'FILES = -f base.yaml \\',
    '  -f live.yaml',
    'up: build',
    '\t@docker compose $(FILES) up',
    'serve:',
    '\tuvicorn $(APP) --port $$PORT --host $(HOST)',
    '# $(REMARK)',
  ].join('\n')
  const file = { path: 'api/Makefile', text }
  expect(factsOf(makefileAdapter, 'deploymentSet', file)).toMatchObject([
    { files: ['api/base.yaml', 'api/live.yaml'], symbol: 'up', line: 5 },
  ])
  expect(factsOf(makefileAdapter, 'process', file)).toMatchObject([
    { application: 'shop.main:app', runner: 'serve' },
  ])
  const reads = factsOf(makefileAdapter, 'environmentRead', file)
  expect(reads.map(({ name, hasDefault }) => [name, hasDefault])).toEqual([
    ['APP', true],
    ['HOST', false],
    ['PORT', false],
  ])
})

it('tells servers from workers, builds and tests in package.json', () => {
  const scripts = {
    dev: 'next dev',
    build: 'next build',
    test: 'node --test',
    start: 'NODE_ENV=production node dist/server.js',
    work: 'node dist/mail-worker.js',
    seed: 'node seed.js --to $DATABASE_URL',
  }
  const file = { path: 'web/package.json', text: JSON.stringify({ scripts }, null, 2) }
  expect(
    factsOf(packageScriptsAdapter, 'process', file).map(({ runner, kind, line }) => [runner, kind, line]),
  ).toEqual([
    ['dev', 'server', 3],
    ['start', 'server', 6],
    ['work', 'worker', 7],
  ])
  expect(factsOf(packageScriptsAdapter, 'environmentRead', file)).toMatchObject([
    { name: 'DATABASE_URL', line: 8 },
  ])
})

it('reads a Procfile and the programs of supervisord', () => {
  const procfile = {
    path: 'Procfile',
    text: 'web: gunicorn -b 0.0.0.0:$PORT shop.wsgi:application\nworker: celery -A shop worker -B\n',
  }
  expect(
    factsOf(procfileAdapter, 'process', procfile).map(({ kind, runner, application }) => [
      kind,
      runner,
      application,
    ]),
  ).toEqual([
    ['server', 'web', 'shop.wsgi:application'],
    ['worker', 'worker', 'shop'],
    ['scheduler', 'worker', 'shop'],
  ])
  const text =
    '[supervisord]\nnodaemon=true\n[program:mail]\ncommand=celery -A shop worker\n  -Q mail\nenvironment=A="1",B="%(ENV_B)s"\n'
  const supervisor = { path: 'supervisord.conf', text }
  expect(factsOf(supervisorAdapter, 'queueConsumer', supervisor)).toMatchObject([
    { queue: 'mail', runner: 'mail' },
  ])
  expect(
    factsOf(supervisorAdapter, 'environmentWrite', supervisor).map(({ name, value }) => [name, value]),
  ).toEqual([
    ['A', '1'],
    ['B', null],
  ])
})
