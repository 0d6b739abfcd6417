import { expect, test } from 'vitest'
import { factsOf, unresolvedOf } from '../../../../../test/facts.ts'
import { celerySettingsAdapter } from './celery-settings.ts'

const file = (text: string) => ({ path: 'app/orders.py', text })

test('queues, routes, modules and the schedule are read, with constants filled in', () => {
  const text = `
from celery import Celery
from kombu import Queue
TASKS = "shop.tasks"
app = Celery("shop", include=[f"{TASKS}.mail"])
app.conf.task_default_queue = "default"
app.conf.task_queues = (Queue("mail"), Queue(name="reports"))
app.conf.update(task_routes={"shop.tasks.mail.*": {"queue": "mail"}})
app.conf.beat_schedule = {"nightly": {"task": f"{TASKS}.mail.purge", "schedule": 60}}
`
  const queues = factsOf(celerySettingsAdapter, 'queueDeclaration', file(text))
  expect(queues.map(({ queue }) => queue).toSorted()).toEqual(['default', 'mail', 'reports'])
  expect(factsOf(celerySettingsAdapter, 'taskRoute', file(text))).toMatchObject([
    { pattern: 'shop.tasks.mail.*', queue: 'mail' },
  ])
  expect(factsOf(celerySettingsAdapter, 'taskInclude', file(text))).toMatchObject([
    { application: 'app', module: 'shop.tasks.mail' },
  ])
  expect(factsOf(celerySettingsAdapter, 'scheduleEntry', file(text))).toMatchObject([
    { name: 'nightly', task: 'shop.tasks.mail.purge', confidence: 0.9 },
  ])
})

test('what is found by itself is told as a module, with less confidence', () => {
  const found = factsOf(
    celerySettingsAdapter,
    'taskInclude',
    file('celery_app.autodiscover_tasks(["orders"])'),
  )
  expect(found).toMatchObject([{ module: 'orders.tasks', confidence: 0.9 }])
})

test('names from elsewhere are unresolved, and queues of other libraries are none', () => {
  expect(
    unresolvedOf(
      celerySettingsAdapter,
      'queueDeclaration',
      file('from kombu import Queue\nQueue(settings.queue)\n'),
    ),
  ).toHaveLength(1)
  expect(
    unresolvedOf(celerySettingsAdapter, 'taskInclude', file('celery_app.autodiscover_tasks(find())')),
  ).toHaveLength(1)
  expect(
    factsOf(
      celerySettingsAdapter,
      'queueDeclaration',
      file('from multiprocessing import Queue\nqueue = Queue("x")\n'),
    ),
  ).toEqual([])
})
