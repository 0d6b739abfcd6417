import { readFile } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'

/** How this machine reaches package registries: what set-up commands are given besides the network itself. */
export interface NetworkSettings {
  /** Environment variables: proxies, certificates, mirrors, and what the user lets set-up commands inherit. */
  readonly variables: Readonly<Record<string, string>>
  /** Files and folders of certificates that the settings name. */
  readonly readable: readonly string[]
  /** Files for the private HOME, path relative to it: the user's settings of package managers without their credentials. */
  readonly files: readonly { readonly path: string; readonly content: string }[]
  /** Variables and files of which something was left out because it holds a password. */
  readonly withheld: readonly string[]
}

export interface NetworkQuery {
  /** The user's environment. */
  readonly variables: Readonly<Record<string, string | undefined>>
  /** Names that set-up commands get whatever they hold. */
  readonly inherit: readonly string[]
}

export const NO_NETWORK_SETTINGS: NetworkSettings = { variables: {}, readable: [], files: [], withheld: [] }

const CERTIFICATES =
  /^(?:node_extra_ca_certs|(?:nix_)?ssl_cert_(?:file|dir)|(?:curl|requests)_ca_bundle|pip_cert|git_ssl_cainfo|cargo_http_cainfo|npm_config_cafile)$/i
const WAYS =
  /^(?:(?:https?|all|no)_proxy|node_use_(?:system_ca|env_proxy)|npm_config_(?:registry|proxy|https_proxy|noproxy|strict_ssl)|yarn_npm_registry_server|pip_(?:(?:extra_)?index_url|find_links|trusted_host|proxy|default_timeout)|uv_(?:(?:default_|extra_)?index(?:_url)?|system_certs|native_tls)|go(?:proxy|sumdb|nosumdb|noproxy|private))$/i

/** Where package managers keep what the user told them for all projects, and which of it says where packages are. */
const FILES: readonly { readonly path: string; readonly variable: string; readonly keys: RegExp }[] = [
  {
    path: '.npmrc',
    variable: 'NPM_CONFIG_USERCONFIG',
    keys: /^(?:(?:@[\w.-]+:)?registry|(?:https?-)?proxy|noproxy|ca(?:\[\])?|cafile|strict-ssl|fetch-[\w-]+|disturl|nodedir|ignore-scripts)$/,
  },
  {
    path: '.config/pip/pip.conf',
    variable: 'PIP_CONFIG_FILE',
    keys: /^(?:(?:extra-)?index-url|find-links|trusted-host|proxy|cert|timeout|retries)$/,
  },
]

export async function readNetworkSettings(query: NetworkQuery): Promise<NetworkSettings> {
  const given = Object.entries(query.variables).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
  )
  const isInherited = (name: string): boolean => query.inherit.includes(name)
  const known = given.filter(([name]) => CERTIFICATES.test(name) || WAYS.test(name) || isInherited(name))
  const variables = known.filter(([name, value]) => isInherited(name) || !holdsPassword(value))
  const files = (await Promise.all(FILES.map((file) => readSettings(file, query.variables)))).flat()
  const named = variables.filter(([name]) => CERTIFICATES.test(name)).map(([, value]) => value)
  return {
    variables: Object.fromEntries(variables),
    readable: [...new Set([...named, ...files.flatMap(({ certificates }) => certificates)])].filter(
      isAbsolute,
    ),
    files: files.filter(({ content }) => content !== '').map(({ path, content }) => ({ path, content })),
    withheld: [
      ...known.filter((entry) => !variables.includes(entry)).map(([name]) => name),
      ...files.filter(({ isWhole }) => !isWhole).map(({ path }) => `~/${path}`),
    ],
  }
}

/** A user, with or without a password, in front of the host of an address. */
function holdsPassword(value: string): boolean {
  return /\/\/[^/\s@]*@/.test(value)
}

async function readSettings(
  { path, variable, keys }: (typeof FILES)[number],
  variables: NetworkQuery['variables'],
): Promise<readonly (ReturnType<typeof keepSettings> & { readonly path: string })[]> {
  const place =
    variables[variable] ?? variables[variable.toLowerCase()] ?? join(variables['HOME'] ?? '/', path)
  const text = await readFile(place, 'utf8').catch(() => null)
  return text === null ? [] : [{ path, ...keepSettings(text, keys) }]
}

/** Keeps sections and the settings that are asked for, with the lines that continue them. */
function keepSettings(
  text: string,
  keys: RegExp,
): { readonly content: string; readonly certificates: readonly string[]; readonly isWhole: boolean } {
  const kept: string[] = []
  const certificates: string[] = []
  let isKept = false
  let isWhole = true
  for (const line of text.split(/\r?\n/)) {
    const [, key, value = ''] = /^([^\s=#;[][^=]*?)\s*=\s*(.*)$/.exec(line) ?? []
    const isContinued = /^\s+\S/.test(line)
    if (!isContinued) isKept = /^\[[\w.-]+\]\s*$/.test(line) || (key !== undefined && keys.test(key))
    const isCredential = holdsPassword(line) || /^\/\/.*:_/.test(line)
    if (isCredential && (isKept || !isContinued)) isWhole = false
    if (!isKept || isCredential) continue
    kept.push(line)
    if (key === 'cafile' || key === 'cert') certificates.push(value.replace(/^"(.*)"$/, '$1'))
  }
  return { content: kept.length === 0 ? '' : `${kept.join('\n')}\n`, certificates, isWhole }
}
