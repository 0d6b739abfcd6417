import type { Event } from '../domain/event.ts'
import { stepOf } from '../reports/step.ts'
import type { OperationContext } from './context.ts'

/** Tells the onlooker of events, with the keys of their tasks. */
export async function tellSteps(
  { ledger, onlooker }: Pick<OperationContext, 'ledger' | 'onlooker'>,
  events: readonly Event[],
): Promise<void> {
  const keys = new Map<string, string>()
  for (const { taskId } of events) {
    if (taskId !== null && !keys.has(taskId)) keys.set(taskId, (await (await ledger()).task(taskId)).key)
  }
  for (const event of events) onlooker.happened(stepOf(event, (taskId) => keys.get(taskId) ?? taskId))
}
