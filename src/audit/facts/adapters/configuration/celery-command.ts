/** `celery ... worker` and `celery ... beat` as they are written in a launcher. */
import { fold } from './interpolation.ts'
import type { Launch, Variables } from './launched.ts'

const VALUED = new Set([
  '-A',
  '--app',
  '-b',
  '--broker',
  '--result-backend',
  '--loader',
  '--config',
  '--workdir',
])

export function celeryLaunches(words: readonly string[], variables: Variables): readonly Launch[] {
  const command = commandOf(words)
  if (command !== 'worker' && command !== 'beat') return []
  const app = folded(optionOf(words, '-A', '--app'), variables)
  const base = { application: app.isOpen ? null : app.text, confidence: app.isFolded ? 0.8 : 1 }
  if (command === 'beat') return [{ kind: 'scheduler', ...base }]
  const given = optionOf(words, '-Q', '--queues')
  const list = folded(given, variables)
  const isUnknown = list.isOpen || optionOf(words, '-X', '--exclude-queues') !== null
  const queues = isUnknown ? ('unknown' as const) : list.text === null ? null : namesIn(list.text)
  const worker: Launch = {
    kind: 'worker',
    application: base.application,
    queues,
    confidence: list.isFolded || app.isFolded ? 0.8 : 1,
  }
  const hasBeat = words.some((word) => word === '-B' || word === '--beat')
  return hasBeat ? [worker, { kind: 'scheduler', ...base }] : [worker]
}

function namesIn(list: string): readonly string[] {
  return list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
}

function folded(text: string | null, variables: Variables) {
  if (text === null) return { text: null, isFolded: false, isOpen: false }
  return fold(text, variables)
}

function commandOf(words: readonly string[]): string | null {
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? ''
    if (VALUED.has(word)) at += 1
    else if (!word.startsWith('-')) return word
  }
  return null
}

/** The last one counts: `-Q a`, `-Qa`, `--queues a`, `--queues=a`. */
function optionOf(words: readonly string[], short: string, long: string): string | null {
  let value: string | null = null
  for (const [at, word] of words.entries()) {
    if (word === short || word === long) value = words[at + 1] ?? ''
    else if (word.startsWith(`${long}=`)) value = word.slice(long.length + 1)
    else if (word.startsWith(short) && !word.startsWith('--')) value = word.slice(short.length)
  }
  return value
}
