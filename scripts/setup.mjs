// Makes a checkout ready to run, from nothing: the locked packages, a Node that runs TypeScript, a jail.
// Plain JavaScript without dependencies, because it runs on Node 20 before anything is installed.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import * as fs from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const NODE_MAJOR = 24
const NPM_OPTIONS = ['--ignore-scripts', '--include=dev', '--loglevel=error']
const LOCK_STALE_MS = 10 * 60_000

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const modules = path.join(root, 'node_modules')
const nodeLink = path.join(modules, '.bin', 'node')
const stamp = path.join(modules, '.setup')
const lock = path.join(root, '.setup.lock')

try {
  if (!isInstalled()) await locked(async () => isInstalled() || install())
  if (!hasJail()) await locked(async () => hasJail() || installBubblewrap())
} catch (error) {
  say(error.message)
  process.exitCode = 1
}

function isInstalled() {
  return isCurrent() && fs.existsSync(nodeLink)
}

function isCurrent() {
  return readIfThere(fs.readFileSync, stamp) === installKey()
}

function installKey() {
  const packages = fs.readFileSync(path.join(root, 'package-lock.json'))
  return createHash('sha256')
    .update(`${NODE_MAJOR} ${process.platform} ${process.arch}\n`)
    .update(packages)
    .digest('hex')
}

async function install() {
  if (!isCurrent()) {
    fs.rmSync(stamp, { force: true })
    say('installing the locked packages')
    await run('npm', ['ci', ...NPM_OPTIONS])
  }
  // npm prunes what the lock file does not name, so Node can be all that is missing.
  if (!fs.existsSync(nodeLink)) await provideNode()
  fs.writeFileSync(stamp, installKey())
}

/** npm scripts and bin/reveille find Node in node_modules/.bin first, so afterwards no caller has to look for one. */
async function provideNode() {
  const isOwnNode = process.execPath.startsWith(modules + path.sep)
  if (!isOwnNode && Number.parseInt(process.versions.node, 10) >= NODE_MAJOR) {
    fs.rmSync(nodeLink, { force: true })
    fs.symlinkSync(process.execPath, nodeLink)
    return
  }
  const name = `node-${process.platform}-${process.arch}@${NODE_MAJOR}`
  say(`installing ${name}, for this checkout only`)
  await run('npm', ['install', '--no-save', '--no-package-lock', ...NPM_OPTIONS, name])
}

function hasJail() {
  return process.platform !== 'linux' || isOnPath('bwrap')
}

async function installBubblewrap() {
  const command = 'apt-get install -y --no-install-recommends bubblewrap'
  if (process.getuid() !== 0 || !isOnPath('apt-get')) {
    say(`agents are jailed with bubblewrap, which is missing; install it with: sudo ${command}`)
    return
  }
  say('installing bubblewrap, the jail of agents, with apt-get')
  const [program, ...options] = command.split(' ')
  try {
    await run(program, ['update'])
    await run(program, options)
  } catch (error) {
    say(`bubblewrap could not be installed (${error.message}); install it with: ${command}`)
  }
}

/** The lock is a symlink whose target names its owners, set-up and its child: created whole or not at all. */
async function locked(work) {
  while (!(await takeLock())) await sleep(100)
  try {
    await work()
  } finally {
    fs.rmSync(lock, { force: true })
  }
}

async function takeLock() {
  const owners = readIfThere(fs.readlinkSync, lock)
  if (owners === undefined) {
    try {
      fs.symlinkSync(`${process.pid}`, lock)
      return true
    } catch (error) {
      if (error.code === 'EEXIST') return false
      throw error
    }
  }
  // A process id may be in use again, so an old lock is dead too.
  const takenAtMs = readIfThere((link) => fs.lstatSync(link).mtimeMs, lock) ?? Date.now()
  if (owners.split('+').some(isAlive) && Date.now() - takenAtMs < LOCK_STALE_MS) return false
  writeLock(`${process.pid}`)
  // Of several that replace a dead owner at once, the last one stays.
  await sleep(50)
  return readIfThere(fs.readlinkSync, lock) === `${process.pid}`
}

function writeLock(owners) {
  const draft = `${lock}.${process.pid}`
  fs.rmSync(draft, { force: true })
  fs.symlinkSync(owners, draft)
  fs.renameSync(draft, lock)
}

function isAlive(pid) {
  try {
    return process.kill(Number(pid), 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** Runs a program with its output on stderr, as an owner of the lock: it may outlive a set-up that is killed. */
async function run(program, options) {
  const child = spawn(program, options, { cwd: root, env: environment(), stdio: ['ignore', 2, 2] })
  const ended = new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve(signal ?? code))
  })
  const isLocked = readIfThere(fs.readlinkSync, lock) === `${process.pid}`
  if (isLocked && child.pid) writeLock(`${process.pid}+${child.pid}`)
  const end = await ended
  if (isLocked) writeLock(`${process.pid}`)
  if (end !== 0) throw new Error(`${program} ${options[0]} ended with ${end}`)
}

/** npm must not run on the Node that it is about to replace. */
function environment() {
  const PATH = searchPath().filter((folder) => !folder.startsWith(modules))
  return { ...process.env, PATH: PATH.join(path.delimiter), DEBIAN_FRONTEND: 'noninteractive' }
}

function searchPath() {
  return (process.env.PATH ?? '').split(path.delimiter)
}

function isOnPath(program) {
  return searchPath().some((folder) => fs.existsSync(path.join(folder, program)))
}

function readIfThere(read, file) {
  try {
    return read(file, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}

function say(sentence) {
  process.stderr.write(`set-up: ${sentence}\n`)
}
