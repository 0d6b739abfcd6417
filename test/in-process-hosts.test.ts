import { basename } from 'node:path'
import { hostsPortContract } from '../src/runs/host.contract.ts'
import type { HostSpec } from '../src/runs/host.ts'
import { systemClock } from '../src/support/clock.ts'
import { createInProcessHosts, type Act } from './in-process-hosts.ts'

hostsPortContract('in-process hosts', createInProcessHosts({ clock: systemClock, program }))

/** What the programs of the contract do, as acts. */
function program({ argv: [path = '', ...words] }: HostSpec['command']): readonly Act[] {
  const [word = ''] = words
  switch (basename(path)) {
    case 'exits.sh':
      return [{ exit: Number(word) }]
    case 'kills-itself.sh':
      return [{ signal: `SIG${word}` }]
    case 'sleep':
      return [{ sleep: Number(word) * 1000 }]
    case 'hangs.sh':
      return [{ print: 'hanging' }, { hang: 'politely' }]
    case 'stops-politely.sh':
      return [{ print: 'hanging' }, { hang: 'politely', says: 'saved' }]
    case 'ignores-sigterm.sh':
      return [{ print: 'hanging' }, { hang: 'stubbornly' }]
    case 'touches.sh':
      return [{ write: word, content: '' }]
    case 'prints-in-parts.sh':
      return [{ print: words.join('') }]
    default:
      return [{ exit: 127 }]
  }
}
