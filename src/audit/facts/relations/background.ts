export interface BackgroundRelations {
  queueDeclaration: { readonly queue: string; readonly library: 'celery' | 'bullmq' }
  /** A process or worker that takes work off queues; null means all that its application declares. */
  queueConsumer: {
    readonly queue: string | null
    readonly library: 'celery' | 'bullmq'
    /** Service or script that runs it. */
    readonly runner: string
  }
  /** Work that is put into a queue; null where the routing decides. */
  taskSend: { readonly task: string; readonly queue: string | null; readonly arguments: number | null }
  taskDefinition: {
    readonly task: string
    readonly library: 'celery' | 'bullmq'
    readonly parameters: readonly string[]
    readonly queue: string | null
  }
  /** A module whose tasks an application takes, or a pattern of task names that goes to a queue. */
  taskInclude: { readonly application: string; readonly module: string }
  taskRoute: { readonly pattern: string; readonly queue: string }
  scheduleEntry: {
    readonly name: string
    readonly task: string
    readonly library: 'celery' | 'bullmq' | 'cron'
  }
  /** A process that a launcher starts and that we know: a worker, a scheduler, a server. */
  process: {
    readonly kind: 'worker' | 'scheduler' | 'server'
    readonly runner: string
    readonly application: string | null
  }
}
