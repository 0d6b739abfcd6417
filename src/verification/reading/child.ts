/** A process that reads once: a request on its input, the answer on its output. Whatever a text does to it, it does to it alone. */
import { text } from 'node:stream/consumers'
import type { ReadingRequest } from './reader.ts'
import { answerTo } from './answer.ts'

// Only its parent writes to its input.
const request = JSON.parse(await text(process.stdin)) as ReadingRequest
process.stdout.write(JSON.stringify(await answerTo(request)))
