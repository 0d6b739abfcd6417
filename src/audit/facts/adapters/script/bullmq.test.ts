import { expect, test } from 'vitest'
import { factsOf } from '../../../../../test/facts.ts'
import { extractFacts } from '../../extract.ts'
import { bullmqAdapter } from './bullmq.ts'

const TEXT = `
import { Queue, Worker } from 'bullmq'
const NAME = 'emails'
export const emails = new Queue(NAME)
new Worker('emails', async () => {}, { connection })
emails.add('welcome', { to })
emails.add('digest', {}, { repeat: { pattern: '0 8 * * *' } })
names.add('no job')
`

test('queues are made, filled and worked on', () => {
  const file = { path: 'worker.ts', text: TEXT }
  expect(factsOf(bullmqAdapter, 'queueDeclaration', file)).toMatchObject([{ queue: 'emails' }])
  expect(factsOf(bullmqAdapter, 'queueConsumer', file)).toMatchObject([
    { queue: 'emails', runner: 'worker.ts' },
  ])
  expect(factsOf(bullmqAdapter, 'taskSend', file).map(({ task, queue }) => [task, queue])).toEqual([
    ['welcome', 'emails'],
    ['digest', 'emails'],
  ])
  expect(factsOf(bullmqAdapter, 'scheduleEntry', file)).toMatchObject([{ task: 'digest' }])
})

test('a class of another library that is called Worker takes no work', () => {
  const text = "import { Worker } from 'node:worker_threads'\nimport 'bullmq'\nnew Worker('./a.js')"
  expect(extractFacts([bullmqAdapter], 'a.ts', text)).toMatchObject({ facts: [], unresolved: [] })
})

test('Nest injects queues and names processors', () => {
  const text = `
import { InjectQueue, Processor } from '@nestjs/bullmq'
@Processor('mail') export class MailProcessor {}
export class Mails { constructor(@InjectQueue('mail') private readonly mails: Queue) {}
  send() { return this.mails.add('send', {}) } }
`
  expect(factsOf(bullmqAdapter, 'queueConsumer', { path: 'a.ts', text })).toMatchObject([{ queue: 'mail' }])
  expect(factsOf(bullmqAdapter, 'taskSend', { path: 'a.ts', text })).toMatchObject([
    { task: 'send', queue: 'mail' },
  ])
})
