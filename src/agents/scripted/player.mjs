// Plays the steps of a scripted agent in the current directory. Plain JavaScript, because it runs on whatever Node a
// jail has. The steps were checked before (steps.ts) and stand in the file given as the only argument, below HOME.
import { spawn, spawnSync } from 'node:child_process'
import * as fs from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'

const STDOUT = 1
const LINE = 'flood '.repeat(10).trim() + '\n'

const PLAY = {
  write: ({ write, content }) => fs.writeFileSync(madeFolder(write), content),
  append: ({ append, content }) => fs.appendFileSync(madeFolder(append), content),
  edit({ edit, find, replace }) {
    const text = fs.readFileSync(edit, 'utf8')
    if (!text.includes(find)) throw new Error(`${edit} does not hold ${JSON.stringify(find)}`)
    fs.writeFileSync(
      edit,
      text.replace(find, () => replace),
    )
  },
  delete: (step) => fs.rmSync(step.delete, { recursive: true }),
  move: ({ move, to }) => fs.renameSync(move, madeFolder(to)),
  symlink: ({ symlink, to }) => fs.symlinkSync(to, madeFolder(symlink)),
  run: ({ run, allowFailure }) => execute(run, allowFailure),
  shell: ({ shell, allowFailure }) => execute(['/bin/sh', '-c', shell], allowFailure),
  sleep: ({ sleep }) => pause(sleep),
  print({ print }) {
    for (const part of [print, '\n'].flat()) say(part)
  },
  flood({ flood }) {
    const block = LINE.repeat(1000)
    for (let left = flood; left > 0; left -= block.length) say(block.slice(0, left))
  },
  crash({ crash }) {
    process.exitCode = crash
  },
  async hang({ hang }) {
    if (hang === 'stubbornly') process.on('SIGTERM', () => say('ignored SIGTERM\n'))
    say('hanging\n')
    for (;;) await pause(1_000_000)
  },
  daemon({ daemon: [program, ...options] }) {
    spawn(program, options, { detached: true, stdio: 'ignore' }).unref()
  },
  raise({ raise: { options, ...texts } }) {
    const given = Object.entries(texts).flatMap(([name, text]) => [`--${name}`, text])
    const offered = Object.entries(options).flatMap(([key, text]) => ['--option', `${key}=${text}`])
    execute([process.env.REVEILLE, 'blocker', ...given, ...offered])
  },
  note: ({ note }) => execute([process.env.REVEILLE, 'note', '--', note]),
  commit({ commit }) {
    const author = ['-c', 'user.name=script', '-c', 'user.email=script@localhost']
    execute(['git', 'add', '--all'])
    execute(['git', ...author, 'commit', '--quiet', '--message', commit])
  },
}

const steps = JSON.parse(fs.readFileSync(path.join(homedir(), process.argv[2]), 'utf8'))
for (const step of steps) {
  const name = Object.keys(PLAY).find((known) => Object.hasOwn(step, known))
  try {
    await PLAY[name](step)
  } catch (error) {
    say(`${name}: ${error.message}\n`)
    process.exitCode = 1
  }
  if (process.exitCode) break
}

function execute([program, ...options], allowFailure = false) {
  const { status, signal, error } = spawnSync(program, options, { stdio: ['ignore', 'inherit', 'inherit'] })
  if (allowFailure) return
  if (error) throw error
  if (status !== 0) throw new Error(`${program} ended with ${signal ?? status}`)
}

function madeFolder(file) {
  fs.mkdirSync(path.dirname(file), { recursive: true })
  return file
}

/** Written before the next step begins; a pipe may take it in parts. */
function say(text) {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length;) at += fs.writeSync(STDOUT, bytes, at)
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
