import { confirm, isCancel } from '@clack/prompts'
import type { Writable } from 'node:stream'

/** Asks on the stream for narration, so that stdout stays data. Leaving the question means no. */
export async function askYesNo(question: string, output: NodeJS.WritableStream): Promise<boolean> {
  // Clack names the class; a terminal's stream is one, but the global type does not say so.
  const answer = await confirm({ message: question, output: output as Writable })
  return !isCancel(answer) && answer
}
