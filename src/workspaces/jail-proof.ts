import { access, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runCommand } from '../support/process.ts'
import type { Jail, JailProof } from './jail.ts'
import type { Workspace } from './workspace.ts'

// Attempts that do no harm if they succeed. Prints one line for each fact; the caller knows which ones are wanted.
const ATTEMPTS = `
while read -r name value; do
  case $name in Cap*|NoNewPrivs:) echo "$name$value" ;; esac
done < /proc/self/status
(echo x > inside) 2>/dev/null && echo wrote:workspace
(echo x > "$HOME/inside") 2>/dev/null && echo wrote:home
for place in / /usr /etc /run /dev /proc "$@"; do
  (echo x > "$place/reveille-planted") 2>/dev/null && echo "wrote:$place"
done
(: > /proc/sys/kernel/core_pattern) 2>/dev/null && echo "wrote:kernel settings"
chmod 666 /dev/null 2>/dev/null && echo "changed:/dev/null"
unshare --user true 2>/dev/null && echo "made:user namespace"
[ -e "$1/outside" ] && echo "saw:$1"
while read -r name rest; do
  case $name in lo:|Inter-*|face) ;; *) echo "network:$name" ;; esac
done < /proc/net/dev
echo done
`

const WANTED = ['wrote:workspace', 'wrote:home', 'NoNewPrivs:1', 'done']
const NO_CAPABILITY = /^Cap\w+:0+$/

/** Shows by a child in the jail that it holds no capability, writes nowhere else and has no network. */
export async function proveJail(jail: Pick<Jail, 'wrap'>, temporary: string): Promise<JailProof> {
  await mkdir(temporary, { recursive: true })
  const folder = await mkdtemp(join(temporary, 'reveille-proof-'))
  try {
    const workspace = await makeWorkspace(folder)
    const command = jail.wrap(
      { workspace, write: { kind: 'workspace' }, network: false, variables: {}, readable: [], cwd: '' },
      ['/bin/sh', '-c', ATTEMPTS, 'attempts', folder],
    )
    const result = await runCommand({
      ...command,
      cwd: '/',
      timeoutMs: 15_000,
      maxOutputBytes: 64 * 1024,
      diesWithUs: true,
    })
    if (result.exitCode !== 0) return unstarted(result.unstartable ?? result.stderr.toString())
    const planted = await access(join(folder, 'reveille-planted')).then(
      () => ['wrote:outside'],
      () => [],
    )
    return judge([...result.stdout.toString().trim().split('\n'), ...planted])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function makeWorkspace(folder: string): Promise<Workspace> {
  const [root, home, gitDirectory, objects] = ['root', 'home', 'git', 'objects'].map((name) =>
    join(folder, name),
  )
  if (!root || !home || !gitDirectory || !objects) throw new TypeError('four names give four folders')
  await Promise.all([root, home, gitDirectory, objects].map((path) => mkdir(path)))
  await writeFile(join(folder, 'outside'), '')
  const rest = { id: 'proof', folder, commit: '', mount: { kind: 'plain' }, environmentFolders: [] } as const
  return { ...rest, root, home, gitDirectory, objects }
}

function judge(facts: readonly string[]): JailProof {
  const missing = WANTED.filter((fact) => !facts.includes(fact)).map((fact) => `missing ${fact}`)
  const holes = facts.filter((fact) => !WANTED.includes(fact) && !NO_CAPABILITY.test(fact))
  const hasCapabilityLines = facts.some((fact) => fact.startsWith('CapEff:'))
  const wrong = [...missing, ...holes, ...(hasCapabilityLines ? [] : ['missing CapEff'])]
  return wrong.length === 0
    ? {
        ok: true,
        detail: 'A command in the sandbox holds no capability, writes only its workspace and has no network.',
        hint: null,
      }
    : {
        ok: false,
        detail: `The sandbox does not hold on this machine: ${wrong.join(', ')}.`,
        hint: 'Report this with the versions of kernel and bubblewrap; do not run agents here until it is understood.',
      }
}

const CAUSES: readonly { readonly sign: RegExp; readonly hint: string }[] = [
  { sign: /unknown option/i, hint: 'Install bubblewrap 0.8.0 or newer.' },
  {
    sign: /uid map|new namespace|RTM_NEWADDR|creating new namespace/i,
    hint:
      'Allow user namespaces: sysctl -w kernel.unprivileged_userns_clone=1, or on Ubuntu ' +
      'sysctl -w kernel.apparmor_restrict_unprivileged_userns=0.',
  },
  {
    sign: /mount proc|unshare:|mount:/i,
    hint: 'In a container: start it with --privileged, or --security-opt seccomp=unconfined,systempaths=unconfined.',
  },
]

function unstarted(output: string): JailProof {
  const line = output.trim().split('\n').at(-1) ?? ''
  return {
    ok: false,
    detail: `The sandbox does not start: ${line === '' ? 'it ended without a word' : line}.`,
    hint:
      CAUSES.find(({ sign }) => sign.test(output))?.hint ??
      'Run bwrap --unshare-all --ro-bind / / true to see why.',
  }
}
