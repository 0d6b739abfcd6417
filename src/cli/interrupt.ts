/** Ctrl-C: the first signal asks for a drain, the second for a stop, and a third is the system's own. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

const STOPPING = 'Stopping: nothing new is started and live runs may finish. Once more stops them now.'

interface SignalSource {
  on(signal: NodeJS.Signals, listener: () => void): unknown
  off(signal: NodeJS.Signals, listener: () => void): unknown
}

export interface Interrupts {
  readonly drain: AbortSignal
  readonly stop: AbortSignal
  /** Gives the signals back to the system. */
  dispose(): void
}

export function listenForInterrupts(params: {
  process: SignalSource
  narrate: (text: string) => void
  /** The command that continues what is interrupted. */
  resume: string
  /** What the first signal is answered with. */
  stopping?: string
}): Interrupts {
  const drain = new AbortController()
  const stop = new AbortController()
  const dispose = (): void => {
    for (const signal of SIGNALS) params.process.off(signal, onSignal)
  }
  function onSignal(): void {
    if (!drain.signal.aborted) {
      params.narrate(params.stopping ?? STOPPING)
      drain.abort()
      return
    }
    dispose()
    params.narrate(`Stopping live runs; their work is saved. Continue with: ${params.resume}`)
    stop.abort()
  }
  for (const signal of SIGNALS) params.process.on(signal, onSignal)
  return { drain: drain.signal, stop: stop.signal, dispose }
}
