import { printable } from '../../domain/printable.ts'
import type { Clock } from '../../support/clock.ts'
import { textWidth } from '../text-width.ts'

export interface Terminal {
  readonly columns?: number
  readonly rows?: number
  write(text: string): unknown
}

/** Ten times a second at most. */
const PAUSE_MS = 100

const HIDE_CURSOR = '\u001b[?25l'
const SHOW_CURSOR = '\u001b[?25h'
const ERASE_LINE_END = '\u001b[K'
const ERASE_BELOW = '\u001b[J'
const up = (lines: number): string => (lines === 0 ? '' : `\u001b[${lines}A`)

/**
 * Lines at the bottom of a terminal that change in place, while what was said scrolls away above them. Each time is one
 * write, which hides the cursor at its beginning and shows it at its end: between two of them the terminal is as it should be
 * left, so that no end of this process, not even a kill, leaves it otherwise.
 */
export class LiveRegion {
  readonly #terminal: Terminal
  readonly #clock: Clock
  #drawn: readonly string[] = []
  #next: readonly string[] = []
  #said: string[] = []
  #writtenAt = 0
  #timer: AbortController | null = null

  constructor(params: { readonly terminal: Terminal; readonly clock: Clock }) {
    this.#terminal = params.terminal
    this.#clock = params.clock
  }

  /** Puts lines above the region, for good. */
  say(text: string): void {
    this.#said.push(...text.replace(/\n$/, '').split('\n'))
    this.#soon()
  }

  /** Each line must fit the terminal. */
  show(lines: readonly string[]): void {
    this.#next = lines
    if (!isSame(lines, this.#drawn)) this.#soon()
  }

  /** The terminal shows something else now: what was drawn is left as it is. */
  forget(): void {
    this.#drawn = []
    this.#soon()
  }

  /** Everything said is out, and the region is gone. */
  clear(): void {
    this.#next = []
    this.#write()
  }

  /** Says what is left without touching what is drawn: others may have written below it. */
  abandon(): void {
    this.#timer?.abort()
    this.#timer = null
    this.#drawn = []
    this.#next = []
    if (this.#said.length > 0) this.#write()
  }

  #soon(): void {
    if (this.#timer !== null) return
    const waitMs = this.#writtenAt + PAUSE_MS - this.#clock.now()
    if (waitMs <= 0) return this.#write()
    const timer = new AbortController()
    this.#timer = timer
    void this.#clock.sleep(waitMs, timer.signal).then(() => {
      if (!timer.signal.aborted) this.#write()
    })
  }

  #write(): void {
    this.#timer?.abort()
    this.#timer = null
    if (this.#said.length === 0 && isSame(this.#next, this.#drawn)) return
    const lines = [...this.#said.splice(0), ...this.#next].map((line) => `${line}${ERASE_LINE_END}\n`)
    const back = up(this.#rowsDrawn())
    this.#terminal.write(`${HIDE_CURSOR}${back}\r${lines.join('')}${ERASE_BELOW}${SHOW_CURSOR}`)
    this.#drawn = this.#next
    this.#writtenAt = this.#clock.now()
  }

  /** A terminal that became narrower has broken the lines that no longer fit. */
  #rowsDrawn(): number {
    const columns = this.#terminal.columns ?? 0
    if (columns < 1) return this.#drawn.length
    return this.#drawn.reduce(
      (sum, line) => sum + Math.max(1, Math.ceil(textWidth(printable(line)) / columns)),
      0,
    )
  }
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((line, index) => line === other[index])
}
