// What an agent calls to reach Reveille through the socket of its run. Plain JavaScript without dependencies, because it
// runs on whatever Node a jail has. One request a connection: a line of JSON there, a line of JSON back.
import { connect } from 'node:net'
import path from 'node:path'
import { parseArgs } from 'node:util'

const USAGE = `usage:
  "$REVEILLE" blocker --seen TEXT --tried TEXT --question TEXT --option KEY=TEXT --option KEY=TEXT...
                      [--default KEY --deadline 2h]
      Ask a person. Do it only when you cannot go on without an answer, and stop as soon as it is recorded.
      What is chosen stands in the brief of the next run; the option \`cancel\` gives the task up.
  "$REVEILLE" note TEXT
      Leave a note on the task, for people and for later runs.
  Both take --wait SECONDS: how long to try to reach Reveille (120).`

const text = { type: 'string' }
const OPTIONS = {
  ...{ seen: text, tried: text, question: text, default: text, deadline: text },
  ...{ option: { type: 'string', multiple: true }, wait: { type: 'string', default: '120' } },
}

const REPLY_MS = 15_000
const PAUSE_MS = 250
/** Nobody listens now: a leader may be starting. Asking again is harmless, for what was recorded is recorded once. */
const PASSING = ['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'EAGAIN', 'ETIMEDOUT']

try {
  await main()
} catch (error) {
  end(2, `${error.message}\n\n${USAGE}`)
}

async function main() {
  const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true })
  const [command, ...words] = positionals
  const request = requestOf(command, values, words)
  const socket = process.env.REVEILLE_SOCKET
  if (!socket) return end(1, 'REVEILLE_SOCKET is not set: this is no run of Reveille')
  const reply = await ask(socket, request, Number(values.wait) * 1000)
  return reply.ok ? end(0, reply.text) : end(1, reply.error)
}

function requestOf(command, values, words) {
  if (command === 'note') return { kind: 'note', text: words.join(' ') }
  if (command !== 'blocker') throw new Error('what to do is one of blocker and note')
  if (words.length > 0) throw new Error(`unexpected: ${words.join(' ')}`)
  const { seen, tried, question, option = [], default: fallback, deadline } = values
  return {
    ...{ kind: 'blocker', seen, tried, question, options: option.map(readOption) },
    ...{ default: fallback, deadline },
  }
}

function readOption(option) {
  const at = option.indexOf('=')
  if (at < 1) throw new Error(`an option is KEY=TEXT, which this is not: ${option}`)
  return { key: option.slice(0, at), text: option.slice(at + 1) }
}

async function ask(socket, request, patienceMs) {
  const deadline = Date.now() + patienceMs
  for (;;) {
    try {
      return await askOnce(socket, request)
    } catch (error) {
      const isOver = Date.now() + PAUSE_MS > deadline
      if (isOver || !PASSING.includes(error.code))
        return { ok: false, error: `Reveille was not reached, and nothing was recorded: ${error.message}` }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    }
  }
}

/** From inside its folder, because the path of a socket may be no longer than a hundred characters. */
function askOnce(socket, request) {
  return new Promise((resolve, reject) => {
    process.chdir(path.dirname(socket))
    const connection = connect(path.basename(socket))
    let reply = ''
    const fail = (code) =>
      reject(Object.assign(new Error('the connection ended without an answer'), { code }))
    connection.setTimeout(REPLY_MS, () =>
      connection.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })),
    )
    connection.setEncoding('utf8')
    connection.on('connect', () => connection.write(`${JSON.stringify(request)}\n`))
    connection.on('data', (part) => (reply += part))
    connection.on('error', reject)
    connection.on('end', () => {
      connection.end()
      try {
        resolve(JSON.parse(reply))
      } catch {
        fail('ECONNRESET')
      }
    })
    connection.on('close', () => fail('ECONNRESET'))
  })
}

function end(exitCode, line) {
  process.exitCode = exitCode
  ;(exitCode === 0 ? process.stdout : process.stderr).write(`${line}\n`)
}
