/** Tables, queues and settings: what one side declares and the other side uses. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect } from 'vitest'
import { z } from 'zod'
import { answer, EXAMPLE, facts, sentBy, worker, type Demonstrations } from './api-facts.ts'
import { compose, SETS } from './web-deployment.ts'

const { database, settings } = facts
const TASKS = 'ward_roster.workers.tasks'

const workersOf = (set: readonly string[]) =>
  Object.values(compose(...set)).flatMap(({ command = '' }) => (command.includes('celery') ? [command] : []))

/** The queues that the workers of a deployment listen on. */
const heard = (set: readonly string[]) =>
  new Set(workersOf(set).flatMap((command) => / -Q (\S+)/.exec(command)?.[1]?.split(',') ?? worker.queues))

const inEverySet = (queue: string) => SETS.map((set) => heard(set).has(queue))
const index = (name: string) => database.indexes.find((one) => one.name === name)

/** Differences between the models and the tables that the revisions leave. */
const drift = () =>
  Object.entries(database.models).flatMap(([table, columns]) => {
    const there = database.tables[table]
    if (!there) return [table]
    return columns.filter((column) => !there.includes(column)).map((column) => `${table}.${column}`)
  })

const unindexedKeys = () =>
  database.foreignKeys
    .filter(
      ({ table, column }) =>
        !database.indexes.some((one) => one.table === table && one.columns[0] === column),
    )
    .map(({ table, column }) => `${table}.${column}`)

const Board = z.object({ applyEvent: z.custom<(board: object, event: object) => object>() })

export const dataDemonstrations: Demonstrations = {
  'queue-emails-unconsumed': () => {
    expect(sentBy('publish').sent).toContainEqual({ task: `${TASKS}.emails.mail_roster`, queue: 'emails' })
    expect(inEverySet('emails')).toEqual([false, false])
  },
  'queue-reports-consumed-by-override': () => {
    expect(sentBy('monthlyReport').sent).toEqual([
      { task: `${TASKS}.reports.monthly_report`, queue: 'reports' },
    ])
    expect(heard(['compose.yaml']).has('reports')).toBe(false)
    expect(inEverySet('reports')).toEqual([true, true])
  },
  'queue-notifications-consumed': () => {
    expect(worker.routed[`${TASKS}.notifications.announce`]).toBe('notifications')
    expect(inEverySet('notifications')).toEqual([true, true])
  },
  'queue-name-misspelt': () => {
    expect(sentBy('publish').sent).toContainEqual({
      task: `${TASKS}.notifications.announce`,
      queue: 'notification',
    })
    expect(inEverySet('notification')).toEqual([false, false])
  },
  'cleanup-unregistered': () => {
    expect(Object.values(worker.beat)).toContain(`${TASKS}.cleanup.purge_drafts`)
    expect(worker.tasks.filter((task) => task.includes('cleanup'))).toEqual([])
  },
  'escalation-registered-by-import': () => {
    expect(worker.include).not.toContain(`${TASKS}.escalation`)
    expect(worker.tasks).toContain(`${TASKS}.escalation.escalate`)
  },
  'schedule-without-beat': () => {
    expect(Object.keys(worker.beat)).toEqual(['remind-of-open-shifts', 'purge-old-drafts'])
    for (const set of SETS) {
      expect(workersOf(set)).not.toEqual([])
      expect(workersOf(set).filter((command) => / beat| -B\b| --beat/.test(command))).toEqual([])
    }
  },
  'swap-task-arity': () => {
    expect(sentBy('askForSwap')).toMatchObject({ status: 500, sent: [] })
    expect(sentBy('askForSwap').body).toContain("missing a required argument: 'recipient'")
  },
  'countdown-is-no-argument': () => {
    expect(sentBy('monthlyReport')).toMatchObject({ status: 202, sent: [{ queue: 'reports' }] })
  },
  'handover-notes-without-migration': () => {
    expect(drift()).toEqual(['handover_notes', 'audit_log.occurred_at'])
    expect(answer('notes')).toMatchObject({ status: 500, body: expect.stringContaining('no such table') })
  },
  'print-jobs-missing': () => {
    expect(answer('print').body).toContain('no such table: print_jobs')
  },
  'absences-made-by-sql': () => {
    expect(database.tables['absences']).toEqual(['id', 'nurse_id', 'starts_on', 'ends_on'])
  },
  'swap-requests-by-renaming': () => {
    expect(database.tables['swaps']).toBeUndefined()
    expect(database.tables['swap_requests']?.toSorted()).toEqual(database.models['swap_requests'])
  },
  'audit-log-of-another-shape': () => {
    expect(database.tables['audit_log']).toContain('at')
    expect(answer('archive').body).toContain('audit_log has no column named occurred_at')
  },
  'absences-of-another-shape': () => {
    expect(facts.scenes.onLeaveStatement).toEqual({ statement: 'no such column: a.until', rows: 1 })
  },
  'two-heads': () => {
    expect(database.heads).toEqual(['0009', '0010'])
  },
  'heads-merged': () => {
    expect([database.headsAtFour, database.headsAtFive]).toEqual([['0003', '0004'], ['0005']])
  },
  'number-left-out': () => {
    expect(database.numbers.slice(4, 7)).toEqual(['0005', '0007', '0008'])
    expect(database.tables).toHaveProperty('absences')
  },
  'not-null-without-default': () => {
    expect(database.notNull['0009']).toContain('Cannot add a NOT NULL column')
  },
  'not-null-with-default': () => {
    expect(database.notNull['0010']).toBe('done')
  },
  'roster-key-without-index': () => {
    expect(unindexedKeys()).toEqual(['shifts.roster_id'])
    expect(database.plans['byRoster']).toEqual(['SCAN shifts'])
  },
  'ward-key-covered': () => {
    expect(database.plans['byWard']?.[0]).toMatch(/^SEARCH rosters/)
    expect(database.plans['byNurse']?.[0]).toMatch(/^SEARCH shifts/)
  },
  'end-of-shift-unindexed': () => {
    expect(database.plans['byEnd']).toEqual(['SCAN shifts'])
  },
  'ward-indexed-twice': () => {
    expect({ ...index('ix_shifts_ward'), name: '' }).toEqual({ ...index('ix_shifts_ward_id'), name: '' })
  },
  'partial-unique-index': () => {
    expect(index('ux_nurses_email_active')).toMatchObject({
      columns: ['email'],
      unique: true,
      where: 'active',
    })
    expect(index('ix_nurses_email')).toMatchObject({ columns: ['email'], unique: false, where: null })
    expect(database.twoActive).toEqual({ retired: 'allowed', active: 'refused' })
  },
  'absences-open-to-all': () => {
    expect(database.policies['absences']).toEqual({ 3: 1, 4: 1 })
  },
  'swap-requests-have-a-policy': () => {
    expect(database.policies['swap_requests']).toEqual({ 3: 0, 4: 1 })
  },
  'extension-in-the-image': () => {
    expect(database.extensions).toEqual(['pg_trgm'])
    // Every official image of PostgreSQL comes with the extensions of its contrib folder, and this is one of them.
    for (const set of SETS) expect(compose(...set)['db']?.image).toMatch(/^postgres:/)
  },
  'horizon-twice': () => {
    expect(settings.horizon).toBe(14)
    expect(settings.shiftsOfDraft).toBe(14 * 3)
  },
  'token-life-twice': () => {
    expect(settings.asked).not.toContain('access_token_minutes')
    expect(facts.tokens.minutes).toBe(15)
  },
  'limits-of-two-things': () => {
    expect(settings.asked).toEqual(expect.arrayContaining(['page_limit', 'print_limit']))
  },
  'timeout-unread': () => {
    const unread = settings.fields.filter((field) => !settings.asked.includes(field))
    expect(unread).toEqual(['access_token_minutes', 'smtp_timeout_seconds'])
  },
  'senders-by-getattr': () => {
    expect(facts.services.senders).toEqual(['roster@ward.example', 'WARD'])
  },
  'printing-as-a-whole': () => {
    expect(facts.scenes.printed).toEqual([
      [1, 'A4'],
      [1, 'A4'],
    ])
  },
  'key-by-alias': () => {
    expect(settings.calendarKey).toBe('of the feeds')
    expect(answer('calendar').status).toBe(200)
  },
  'link-to-localhost': () => {
    expect(facts.services.link).toBe('http://localhost:3000/rosters/7')
  },
  'lost-messages-are-sent': () => {
    expect(facts.services.wasSent).toBe(true)
  },
  'logger-undefined': () => {
    expect(facts.services.unknownFormat).toBe("NameError: name 'logger' is not defined")
  },
  'search-falls-back': () => {
    expect(facts.solvers.openWithoutNurses).toHaveLength(6)
  },
  'roster-updated-heard': async () => {
    const { applyEvent } = Board.parse(await import(pathToFileURL(join(EXAMPLE, 'web/lib/live.mjs')).href))
    const board = { rosters: {} }
    expect(facts.scenes.events['publish']).toEqual(['roster.updated'])
    expect(applyEvent(board, { type: 'roster.updated', roster_id: 1, version: 2 })).not.toBe(board)
  },
}
