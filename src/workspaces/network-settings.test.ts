import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryDirectory } from '../../test/temporary.ts'
import { NO_NETWORK_SETTINGS, readNetworkSettings } from './network-settings.ts'

async function homeWith(files: Readonly<Record<string, string>>): Promise<string> {
  const home = await temporaryDirectory()
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(home, path, '..'), { recursive: true })
    await writeFile(join(home, path), content)
  }
  return home
}

describe('what set-up commands learn of the way to the network', () => {
  test('is nothing on a machine that says nothing', async () => {
    const variables = { HOME: await homeWith({}), PATH: '/bin', NPM_TOKEN: 'secret', HTTPS_PROXY: '' }
    expect(await readNetworkSettings({ variables, inherit: [] })).toEqual(NO_NETWORK_SETTINGS)
  })

  test('is proxies, mirrors and certificates of the environment, and the certificates can be read', async () => {
    const told = {
      https_proxy: 'http://proxy:3128',
      NO_PROXY: 'localhost',
      npm_config_registry: 'https://mirror/npm/',
      PIP_INDEX_URL: 'https://mirror/simple',
      NODE_EXTRA_CA_CERTS: '/opt/company.pem',
      SSL_CERT_FILE: '/opt/company.pem',
    }
    const variables = { ...told, HOME: await homeWith({}), AWS_SECRET_ACCESS_KEY: 'secret' }
    expect(await readNetworkSettings({ variables, inherit: [] })).toEqual({
      ...NO_NETWORK_SETTINGS,
      variables: told,
      readable: ['/opt/company.pem'],
    })
  })

  test('is no password, unless the user names the variable', async () => {
    const told = { HTTPS_PROXY: 'http://me:secret@proxy:3128', PIP_INDEX_URL: 'https://token@mirror/simple' }
    const variables = { ...told, HOME: await homeWith({}), NPM_TOKEN: 'secret' }
    expect(await readNetworkSettings({ variables, inherit: [] })).toEqual({
      ...NO_NETWORK_SETTINGS,
      withheld: ['HTTPS_PROXY', 'PIP_INDEX_URL'],
    })
    expect(await readNetworkSettings({ variables, inherit: ['HTTPS_PROXY', 'NPM_TOKEN', 'ABSENT'] })).toEqual(
      {
        ...NO_NETWORK_SETTINGS,
        variables: { HTTPS_PROXY: told.HTTPS_PROXY, NPM_TOKEN: 'secret' },
        withheld: ['PIP_INDEX_URL'],
      },
    )
  })

  test('is what the settings of npm and pip say of it, without their credentials', async () => {
    const HOME = await homeWith({
      '.npmrc': [
        'registry=https://mirror/npm/',
        '@shop:registry = https://npm.shop.example/',
        '//mirror/npm/:_authToken=secret',
        'cafile="/opt/company.pem"',
        'save-exact=true',
        '_auth=secret',
      ].join('\n'),
      '.config/pip/pip.conf': [
        '[global]',
        'cache-dir = /var/cache',
        'extra-index-url =',
        '    https://one/simple',
        '    https://me:secret@two/simple',
        '[install]',
        'cert = /opt/pip.pem',
        'user = true',
      ].join('\r\n'),
    })
    expect(await readNetworkSettings({ variables: { HOME }, inherit: [] })).toEqual({
      variables: {},
      readable: ['/opt/company.pem', '/opt/pip.pem'],
      files: [
        {
          path: '.npmrc',
          content:
            'registry=https://mirror/npm/\n@shop:registry = https://npm.shop.example/\ncafile="/opt/company.pem"\n',
        },
        {
          path: '.config/pip/pip.conf',
          content: '[global]\nextra-index-url =\n    https://one/simple\n[install]\ncert = /opt/pip.pem\n',
        },
      ],
      withheld: ['~/.npmrc', '~/.config/pip/pip.conf'],
    })
  })

  test('is read where the environment says that the settings are', async () => {
    const home = await homeWith({
      '.npmrc': 'registry=https://wrong/',
      'other/npmrc': 'registry=https://right/',
    })
    const variables = { HOME: home, npm_config_userconfig: join(home, 'other/npmrc') }
    const { files } = await readNetworkSettings({ variables, inherit: [] })
    expect(files).toEqual([{ path: '.npmrc', content: 'registry=https://right/\n' }])
  })
})
