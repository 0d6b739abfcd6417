import { expect, it } from 'vitest'
import { factsOf } from '../../../../../test/facts.ts'
import { workflowAdapter } from './workflow.ts'

const file = {
  path: '.github/workflows/ci.yml',
  text: [
    'name: CI',
    'env: { MODE: test }',
    'defaults: { run: { working-directory: web } }',
    'jobs:',
    '  one:',
    '    services: { db: { image: postgres, env: { POSTGRES_PASSWORD: x } } }',
    '    env:',
    '      KEY: ${{ secrets.KEY }} # ${{ secrets.GITHUB_TOKEN }}',
    '    steps:',
    '      - uses: actions/checkout@v5',
    '      - run: npm test',
    '        continue-on-error: true',
    '      - name: Deploy',
    '        working-directory: api',
    '        continue-on-error: ${{ matrix.new }}',
    '        run: |',
    '          VERSION=$(cat VERSION)',
    '          docker compose -f a.yaml -f b.yaml up -d',
    '          deploy $VERSION $TARGET ${{ vars.REGION }} >> $GITHUB_OUTPUT',
    '      - uses: docker/build-push-action@v6',
    '        with:',
    '          build-args: |',
    '            RELEASE=1',
  ].join('\n'),
}

it('reads the steps that run something, with the folder that they run in', () => {
  expect(
    factsOf(workflowAdapter, 'ciStep', file).map(({ name, folder, mayFail, line }) => [
      name,
      folder,
      mayFail,
      line,
    ]),
  ).toEqual([
    ['npm test', 'web', true, 11],
    // Whether it may fail is up to the matrix, so it is not said.
    ['Deploy', 'api', false, 16],
  ])
})

it('reads the variables that a workflow sets and asks its host for', () => {
  const writes = factsOf(workflowAdapter, 'environmentWrite', file)
  expect(writes.map(({ name, service, when }) => [name, service, when])).toEqual([
    ['MODE', null, 'ci'],
    ['KEY', null, 'ci'],
    ['POSTGRES_PASSWORD', 'db', 'ci'],
    ['RELEASE', null, 'build'],
  ])
  const reads = factsOf(workflowAdapter, 'environmentRead', file)
  expect(reads.map(({ name, by }) => [name, by])).toEqual([
    ['TARGET', 'shell'],
    ['KEY', 'workflow'],
    ['REGION', 'workflow'],
  ])
})

it('knows the compose files that are started together', () => {
  expect(factsOf(workflowAdapter, 'deploymentSet', file)).toMatchObject([
    { files: ['api/a.yaml', 'api/b.yaml'] },
  ])
})
