export interface ChaosTask {
  readonly key: string
  /** Whether it must land; otherwise it must be refused and wait for a person. */
  readonly lands: boolean
  /** Arguments of `task add` after the key. */
  readonly argv: readonly string[]
}

/** Its agents are one-line shell programs that take a little while. */
function task(
  key: string,
  options: { lands?: false; write: string; red: string; shell: string; more?: string[] },
): ChaosTask {
  const { write, red, shell, more = [] } = options
  const check = ['--red-to-green', red, '--exit-red', '1', '2']
  const argv = ['--title', `Make ${key}`, '--write', write, ...check, '--shell', shell, ...more]
  return { key, lands: options.lands ?? true, argv }
}

function plain(key: string): ChaosTask {
  const file = `work/${key}.txt`
  return task(key, { write: file, red: `test -f ${file}`, shell: `sleep 0.1; echo done > ${file}` })
}

/** Sees the other of the pair only on a base where it has landed, and then stands beside it. */
function pair(own: string, other: string): ChaosTask {
  const shell = `sleep 0.2; if ls pair/${other}*; then echo done > pair/${own}-beside; else echo done > pair/${own}; fi`
  return task(own, { write: `pair/${own}*`, red: `ls pair/${own}*`, shell, more: ['--priority', 'P0'] })
}

const RETRIED = task('retried', {
  write: 'work/retried.txt',
  red: 'test -f work/retried.txt',
  shell:
    'grep -q "check-failed" "$REVEILLE_BRIEF" || { echo bad > work/retried.txt; exit 0; }; echo done > work/retried.txt',
})

const STRAY = task('stray', {
  lands: false,
  write: 'work/stray.txt',
  red: 'test -f work/stray.txt',
  shell: 'echo done > work/stray.txt; echo more >> check.sh',
  more: ['--runs', '1'],
})

export const TWO: readonly ChaosTask[] = [plain('one'), plain('two')]

/** A rejection, a retry and two changes that cannot both land as they are. */
export const TWELVE: readonly ChaosTask[] = [
  ...['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'].map(plain),
  RETRIED,
  pair('left', 'right'),
  pair('right', 'left'),
  STRAY,
]
