import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

export interface SeenProcess {
  readonly pid: number
  readonly commandLine: string
}

/** Living processes that have the folder in their command line, environment or current directory. Linux only. */
export function processesOf(folder: string): readonly SeenProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((name) => {
      const commandLine = read(`/proc/${name}/cmdline`)
      const places = [commandLine, read(`/proc/${name}/environ`), link(`/proc/${name}/cwd`)]
      const isZombie = / Z /.test(read(`/proc/${name}/stat`).replace(/^.*\)/s, ''))
      return places.some((place) => place.includes(folder)) && !isZombie
        ? [{ pid: Number(name), commandLine }]
        : []
    })
}

export function kill(pid: number): boolean {
  try {
    process.kill(pid, 'SIGKILL')
    return true
  } catch {
    return false
  }
}

/** Mount points below the folder that this process can see. */
export function mountsOf(folder: string): readonly string[] {
  return readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .filter((line) => line.includes(folder))
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8').replaceAll('\0', ' ')
  } catch {
    return ''
  }
}

function link(file: string): string {
  try {
    return readlinkSync(file)
  } catch {
    return ''
  }
}
