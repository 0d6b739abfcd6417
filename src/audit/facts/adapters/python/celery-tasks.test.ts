import { expect, test } from 'vitest'
import { factsOf, unresolvedOf } from '../../../../../test/facts.ts'
import { celeryTasksAdapter } from './celery-tasks.ts'

const file = (text: string) => ({ path: 'app/orders.py', text })

test('tasks have a name, a queue and the parameters that a sender gives', () => {
  const text = `
@app.task
def announce(roster_id: int, *, loud=False): ...
@shared_task(name="mail.send", queue="mail", bind=True)
def send(self, to): ...
@task
def other_library(): ...
`
  const found = factsOf(celeryTasksAdapter, 'taskDefinition', file(text))
  expect(
    found.map(({ task, queue, parameters, confidence }) => [task, queue, parameters, confidence]),
  ).toEqual([
    ['app.orders.announce', null, ['roster_id', 'loud='], 0.9],
    ['mail.send', 'mail', ['to'], 1],
  ])
})

test('sends have their queue and the number of arguments', () => {
  const text = `
announce.delay(1, loud=True)
announce.apply_async(args=[1], queue="mail")
announce.apply_async((1, 2), {"loud": True})
app.send_task("mail.send", args=["x"])
announce.delay(*many)
`
  const found = factsOf(celeryTasksAdapter, 'taskSend', file(text))
  expect(found.map((one) => [one.task, one.queue, one.arguments])).toEqual([
    ['announce', null, 2],
    ['announce', 'mail', 1],
    ['announce', null, 3],
    ['mail.send', null, 1],
    ['announce', null, null],
  ])
})

test('a name or a queue from elsewhere is unresolved', () => {
  const text = 'app.send_task(name)\nannounce.apply_async(queue=settings.queue)\n'
  expect(unresolvedOf(celeryTasksAdapter, 'taskSend', file(text))).toHaveLength(2)
})
