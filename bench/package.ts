/** The package as it is installed: its sizes, and how long its command takes to start against a bare `node -e 0`. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { installPackage, packCheckout } from '../test/installed-package.ts'

const STARTS = 20

const folder = mkdtempSync(join(tmpdir(), 'reveille-bench-'))
try {
  const packed = await packCheckout(folder)
  const place = join(folder, 'installed')
  await installPackage(packed.tarball, place)
  const [all = ''] = execFileSync('du', ['-sk', place], { encoding: 'utf8' }).split('\t')
  console.log(
    `packed ${kilobytes(packed.size)}, unpacked ${kilobytes(packed.unpackedSize)}, ${packed.files.length} files; ` +
      `installed with its dependencies ${Math.round(Number(all) / 1024)} MB`,
  )
  const launcher = join(place, 'node_modules/.bin/reveille')
  const PATH = [dirname(process.execPath), process.env['PATH']].join(delimiter)
  const help = cpuOfStart(`'${launcher}' --help`, PATH)
  const bare = cpuOfStart('node -e 0', PATH)
  console.log(
    `--help        ${help.toFixed(0)} ms of CPU, node -e 0 ${bare.toFixed(0)} ms, ratio ${(help / bare).toFixed(2)}`,
  )
  const status = join(import.meta.dirname, 'status.ts')
  spawnSync(process.execPath, [status, launcher], { env: { ...process.env, PATH }, stdio: 'inherit' })
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** Milliseconds of processor time, user and system, of one start; the first of them fills the caches and is not counted. */
function cpuOfStart(command: string, PATH: string): number {
  const home = join(folder, 'home')
  mkdirSync(home, { recursive: true })
  const once = `${command} >/dev/null`
  const options = { env: { PATH, HOME: home }, encoding: 'utf8' } as const
  execFileSync('sh', ['-c', once], options)
  const starts = `for start in ${'x '.repeat(STARTS)}; do ${once} || exit; done; times`
  const seconds = [...execFileSync('sh', ['-c', starts], options).matchAll(/(\d+)m([\d.]+)s/g)].map(
    ([, minutes, rest]) => Number(minutes) * 60 + Number(rest),
  )
  // The last two figures are those of the children of the shell.
  return (seconds.slice(-2).reduce((sum, value) => sum + value, 0) / STARTS) * 1000
}

function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1024)} kB`
}
