/** What a live view shows: a pure function of the scene, the time and the terminal. */
import { TASK_STATES } from '../../domain/task.ts'
import type { Activity, Scene } from '../../reports/scene.ts'
import { statusOf, type Status } from '../../reports/status.ts'
import type { Step } from '../../reports/step.ts'
import { durationText, oneLine } from '../../reports/wording.ts'
import type { Style } from '../color.ts'
import { clipped, padded, textWidth, wrapped } from '../text-width.ts'

export interface Size {
  readonly columns: number
  readonly rows: number
}

interface Canvas {
  readonly now: number
  readonly size: Size
  readonly style: Style
}

/** A piece of a line and how it looks: lines are cut before they are painted. */
type Span = readonly [text: string, paint?: (text: string) => string]

const MOST_RUNS = 50
const LEAST_COLUMNS = 20
const LEAST_ROWS = 4
/** Below it a line has no room for what an agent says. */
const ROOMY = 64
/** What a line of a run has besides the key where there is little room: state and age. */
const NARROW_REST = 20
const MOST_KEY = 32
/** A question of which less can be seen is left out. */
const LEAST_QUESTION = 16
const MOST_QUESTIONS = 3
const MOST_FAILING = 2
const SILENT_MS = 30_000

/** Lines that fit the terminal, without line breaks; the most important ones first. */
export function liveView(scene: Scene, canvas: Canvas): readonly string[] {
  const { style, now } = canvas
  const { record, leaderAlive } = scene
  const status = statusOf(record, { now, leaderAlive }, MOST_RUNS)
  // The last column stays free: some terminals go to the next line when it is written.
  const columns = Math.max(canvas.size.columns, LEAST_COLUMNS) - 1
  const rows = Math.max(canvas.size.rows - 2, LEAST_ROWS)
  const head = [ruleLine(status, columns, canvas), ...verdictLines(status, columns, style)]
  const questions = questionLines(status, columns, style)
  const foot = [...queueLine(status, style), ...failingLines(status, style), tasksLine(status, style)]
  const room = rows - head.length - questions.length - foot.length
  const running = runningLines(scene, status, { columns, style, now, room: Math.max(1, room) })
  const body = [...questions, ...running, ...foot].map((spans) => fit(spans, columns, style))
  return [...head, ...body].slice(0, rows)
}

/** What happened, as lines that scroll away above the view: broken between words, below where the words began. */
export function scrolledLines(
  { line, tone }: Step,
  { style, columns }: { readonly style: Style; readonly columns: number },
): string | null {
  if (line === null) return null
  const width = Math.max(textWidth(style.signs.good), textWidth(style.signs.bad))
  const looks: Readonly<Record<Step['tone'], readonly [sign: string, paint: (text: string) => string]>> = {
    good: [style.signs.good, style.good],
    bad: [style.signs.bad, style.bad],
    waits: [style.signs.warn, style.warn],
    plain: ['', String],
  }
  const [sign, paint] = looks[tone]
  const [time = '', ...words] = line.split(' ')
  const start = `${style.dim(time)} ${paint(padded(sign, width))} `
  const indent = textWidth(time) + width + 2
  const text = oneLine(words.join(' '))
  return `${start}${wrapped(text, Math.max(LEAST_COLUMNS, columns - indent)).join(`\n${' '.repeat(indent)}`)}`
}

function ruleLine({ night }: Status, columns: number, { now, style }: Canvas): string {
  const { rule } = style.signs
  const age = night === null ? '' : `, ${elapsed(now - Date.parse(night.openedAt))}`
  const title = night === null ? 'no night is open' : `night ${night.number}${age}`
  const start = `${rule}${rule} ${title} `
  return style.dim(clipped(`${start}${rule.repeat(Math.max(0, columns - textWidth(start)))}`, columns, ''))
}

function verdictLines({ verdict }: Status, columns: number, style: Style): readonly string[] {
  const looks = {
    fine: [style.signs.good, style.good],
    'needs-you': [style.signs.warn, style.warn],
    stopped: [style.signs.bad, style.bad],
    idle: [style.signs.dash, style.bold],
  } as const
  const [sign, paint] = looks[verdict.kind]
  const command = verdict.command === null ? '' : `  ${verdict.command}`
  const lines = wrapped(`${sign} ${verdict.text}${command}`, columns)
  return lines.map((line) => paint(clipped(line, columns, style.signs.more)))
}

interface Room {
  readonly columns: number
  readonly style: Style
  readonly now: number
  readonly room: number
}

function runningLines(
  { record, activity }: Scene,
  { running }: Status,
  { columns, style, now, room }: Room,
): readonly Span[][] {
  const shown = running.total > room ? running.first.slice(0, Math.max(0, room - 1)) : running.first
  const isNarrow = columns < ROOMY
  const most = isNarrow ? columns - NARROW_REST : Math.min(MOST_KEY, Math.floor(columns * 0.35))
  const keyWidth = Math.min(Math.max(0, ...shown.map(({ task }) => textWidth(task))), most)
  const lines = shown.map((run, index): Span[] => {
    const said = activity.get(record.live[index]?.id ?? '')
    return [
      ['  '],
      [padded(clipped(oneLine(run.task), keyWidth, style.signs.more), keyWidth), style.bold],
      [isNarrow ? '' : `  run ${padded(String(run.run), 2)}`],
      [`  ${padded(run.state, 'preparing'.length)}`],
      [` ${briefly(run.ageMs).padStart(6)}`],
      [run.sandbox ? '' : '  no sandbox', style.warn],
      ...(isNarrow || run.state !== 'working' ? [] : [activitySpan(said, now, style)]),
    ]
  })
  const hidden = running.total - shown.length
  return hidden > 0 ? [...lines, [[`  and ${hidden} more`, style.dim]]] : lines
}

function activitySpan(said: Activity | undefined, now: number, style: Style): Span {
  if (said === undefined) return ['']
  const silentMs = now - said.at
  const silent = silentMs < SILENT_MS ? '' : `silent for ${elapsed(silentMs)}: `
  return [`  ${silent}${oneLine(said.line)}`, style.dim]
}

/** Half a command is none: the question gives way to it. */
function questionLines({ waitingOnYou }: Status, columns: number, style: Style): readonly Span[][] {
  const lines = waitingOnYou.first.slice(0, MOST_QUESTIONS).map(({ task, question, command }): Span[] => {
    const [sign, key] = [`${style.signs.warn} `, oneLine(task)]
    const room = columns - textWidth(`${sign}${key}:   ${command}`)
    const asked = room < LEAST_QUESTION ? '' : ` ${clipped(oneLine(question), room, style.signs.more)}`
    return [
      [sign, style.warn],
      [asked === '' ? '' : `${key}:`, style.bold],
      [asked === '' ? '' : `${asked}  `],
      [command],
    ]
  })
  const hidden = waitingOnYou.total - lines.length
  return hidden > 0 ? [...lines, [[`  and ${hidden} more: reveille blocker list`, style.dim]]] : lines
}

function queueLine({ queue }: Status, style: Style): readonly Span[][] {
  if (queue.total === 0) return []
  const names = queue.first.map(({ task }) => oneLine(task ?? 'your branch')).join(', ')
  return [[['  to land: ', style.dim], [names]]]
}

/** Those about which something is asked are told with the question. */
function failingLines({ failing, waitingOnYou }: Status, style: Style): readonly Span[][] {
  const asked = new Set(waitingOnYou.first.map(({ task }) => task))
  const untold = failing.first.filter(({ task }) => !asked.has(task))
  return untold
    .slice(0, MOST_FAILING)
    .map(({ task, run, reason, agoMs }): Span[] => [
      [`${style.signs.bad} `, style.bad],
      [oneLine(task), style.bold],
      [` run ${run} ended as ${reason}, ${elapsed(agoMs)} ago`],
    ])
}

function tasksLine({ tasks, next }: Status, style: Style): Span[] {
  const counts = TASK_STATES.filter((state) => tasks[state] > 0).map((state) => `${tasks[state]} ${state}`)
  const coming = next.first.slice(0, 3).map(({ task }) => oneLine(task))
  return [
    [`  ${counts.join(', ') || 'no tasks'}`, style.dim],
    [coming.length === 0 ? '' : `; next: ${coming.join(', ')}`, style.dim],
  ]
}

/** To the second: a tenth that changes with every look would only flicker. */
function elapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  return seconds === 0 ? '0 s' : durationText(seconds * 1000)
}

/** The same for a column: `59s`, `4m25s`, `1h05m`. */
function briefly(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const [minutes, hours] = [Math.floor(seconds / 60), Math.floor(seconds / 3600)]
  const two = (rest: number): string => String(rest).padStart(2, '0')
  if (minutes === 0) return `${seconds}s`
  return hours === 0 ? `${minutes}m${two(seconds % 60)}s` : `${hours}h${two(minutes % 60)}m`
}

function fit(spans: readonly Span[], columns: number, style: Style): string {
  let room = columns
  let line = ''
  for (const [text, paint] of spans) {
    if (text === '') continue
    const kept = clipped(text, room, style.signs.more)
    room -= textWidth(kept)
    line += paint === undefined ? kept : paint(kept)
    if (kept !== text) break
  }
  return line
}
