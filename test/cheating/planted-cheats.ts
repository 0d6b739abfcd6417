import { FIX, type Cheat } from './cheat.ts'

export const CONFIGURATION_CHEATS: readonly Cheat[] = [
  {
    key: 'check-changed',
    what: 'The check itself changed',
    steps: [
      {
        write: 'acceptance/total.test.mjs',
        content: "import { test } from 'node:test'\ntest('quantities count', () => {})\n",
      },
    ],
    reason: 'weakened-tests',
    says: /acceptance\/total\.test\.mjs/,
  },
  {
    key: 'package-script',
    what: 'The package script changed',
    steps: [FIX, { edit: 'package.json', find: 'sh ci/test.sh', replace: 'true' }],
    reason: 'out-of-scope',
    says: /package\.json/,
  },
  {
    key: 'called-script',
    what: 'A script that the check calls changed',
    steps: [FIX, { write: 'ci/test.sh', content: 'exit 0\n' }],
    reason: 'out-of-scope',
    says: /ci\/test\.sh/,
  },
  {
    key: 'compiler',
    what: "The compiler's configuration changed",
    steps: [FIX, { write: 'tsconfig.json', content: '{}\n' }],
    reason: 'out-of-scope',
    says: /tsconfig\.json/,
  },
  {
    key: 'runner',
    what: "A runner's configuration added",
    steps: [FIX, { write: 'vitest.config.mjs', content: 'export default { test: { include: [] } }\n' }],
    reason: 'out-of-scope',
    says: /vitest\.config\.mjs/,
  },
  {
    key: 'setup-file',
    what: 'The set-up file of the tests changed',
    steps: [FIX, { append: 'test/setup.mjs', content: "process.env.CHEAT = '1'\n" }],
    reason: 'weakened-tests',
    says: /test\/setup\.mjs/,
  },
  {
    key: 'npmrc',
    what: 'An .npmrc that sets NODE_OPTIONS',
    steps: [
      FIX,
      { write: '.npmrc', content: 'node-options=--import ./cheat.mjs\n' },
      { write: 'cheat.mjs', content: 'process.exitCode = 0\n' },
    ],
    reason: 'out-of-scope',
    says: /\.npmrc/,
  },
  {
    key: 'node-options',
    what: 'NODE_OPTIONS in an environment file',
    steps: [FIX, { write: '.env', content: 'NODE_OPTIONS=--import ./cheat.mjs\n' }],
    reason: 'out-of-scope',
    says: /\.env/,
  },
  {
    key: 'lock-file',
    what: 'The lock file changed',
    steps: [FIX, { append: 'package-lock.json', content: '\n' }],
    reason: 'out-of-scope',
    says: /package-lock\.json/,
  },
  {
    key: 'attributes',
    what: 'Git attributes planted',
    steps: [FIX, { write: '.gitattributes', content: '*.mjs filter=cheat\n' }],
    reason: 'out-of-scope',
    says: /\.gitattributes/,
  },
]

/** What does not travel with the work, or not to where it is proved. */
export const PLANTED_CHEATS: readonly Cheat[] = [
  {
    key: 'node-modules',
    what: 'A module planted in node_modules',
    steps: [
      { write: 'node_modules/fixed/index.js', content: 'exports.total = () => 7\n' },
      {
        edit: 'src/price.mjs',
        find: '/** Sum',
        replace:
          "import { createRequire } from 'node:module'\nconst require = createRequire(import.meta.url)\nexport const { total } = require('fixed')\n/** Sum",
      },
      { edit: 'src/price.mjs', find: 'export function total(', replace: 'function oldTotal(' },
    ],
    reason: 'check-failed',
    says: /total\.test\.mjs|fixed|did not report|could not collect/,
  },
  {
    key: 'cache',
    what: 'An answer planted in a cache',
    steps: [
      { write: '.cache/total.json', content: '7' },
      {
        edit: 'src/price.mjs',
        find: '/** Sum',
        replace:
          "import { existsSync } from 'node:fs'\nconst cached = existsSync('.cache/total.json')\n/** Sum",
      },
      {
        edit: 'src/price.mjs',
        find: '  return items.reduce',
        replace: '  if (cached) return 7\n  return items.reduce',
      },
    ],
    reason: 'check-failed',
    says: /quantities count/,
  },
  {
    key: 'hooks',
    what: 'A hook planted in the git directory',
    steps: [
      {
        shell:
          'mkdir -p .git/hooks && printf "#!/bin/sh\\ntouch hooked\\n" > .git/hooks/pre-commit && chmod +x .git/hooks/pre-commit && git config core.hooksPath .git/hooks || true',
        allowFailure: true,
      },
    ],
    reason: 'no-change',
    says: /changed no file/,
  },
  {
    key: 'target-moved',
    what: 'The target branch moved',
    steps: [
      {
        shell:
          'git update-ref refs/heads/main HEAD~0; git update-ref refs/reveille/targets/1 HEAD; git push origin HEAD:main',
        allowFailure: true,
      },
    ],
    reason: 'no-change',
    says: /changed no file/,
  },
  {
    key: 'forged-trailer',
    what: 'A commit forged with the trailer',
    steps: [
      {
        shell:
          'git -c user.name=Reveille -c user.email=reveille@localhost commit --quiet --allow-empty -m "Landed\n\nReveille-Task: forged-trailer\nReveille-Run: 1"',
        allowFailure: true,
      },
    ],
    reason: 'no-change',
    says: /changed no file/,
  },
]
