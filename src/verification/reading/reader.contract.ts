import { describe, expect, test } from 'vitest'
import type { FileChange } from '../file-change.ts'
import type { Reader } from './reader.ts'

const GUARDED = "import { expect, test } from 'vitest'\ntest('adds', () => { expect(add(1, 2)).toBe(3) })\n"

/** What a judge of ours says of these files: `path rule` for each objection. */
export async function judged(reader: Reader, files: readonly FileChange[]): Promise<readonly string[]> {
  const { integrity, suspicion } = await reader.judge({ files, tests: [], exempt: [] })
  return [...integrity.objections, ...suspicion.objections].map(({ path, rule }) => `${path} ${rule}`)
}

export function readerContract(name: string, open: () => Reader): void {
  describe(name, () => {
    const reader = open()

    test('both judges say what they found', async () => {
      const files = [
        { path: 'src/a.ts', before: 'a()\n', after: 'a()\nprocess.exit(0)\n' },
        { path: 'src/b.py', before: null, after: 'import sys\nsys.exit(0)\n' },
        { path: 'test/a.test.ts', before: GUARDED, after: GUARDED.replace('toBe(3)', 'toBeDefined()') },
      ]
      expect(await judged(reader, files)).toEqual([
        'test/a.test.ts assertion-weakened',
        'src/a.ts ends-process',
        'src/b.py ends-process',
      ])
    })

    test('what nobody judges is not asked about', async () => {
      const { integrity, suspicion } = await reader.judge({
        files: [{ path: 'readme.md', before: null, after: '# It\n' }],
        tests: [],
        exempt: [],
      })
      expect([integrity.detail, suspicion.detail]).toEqual([
        'No test file changed; nothing weakens a test.',
        '0 changed source files were looked at; nothing in them is suspicious.',
      ])
    })

    test('what cannot be read is an objection, and says so [unreadable-held]', async () => {
      const { suspicion } = await reader.judge({
        files: [{ path: 'src/a.ts', before: 'a()', after: 'const =' }],
        tests: [],
        exempt: [],
      })
      expect(suspicion.objections).toMatchObject([{ rule: 'unreadable', path: 'src/a.ts', line: null }])
      expect(suspicion.detail).toMatch(/^src\/a\.ts cannot be read as TypeScript: it cannot be judged\./)
    })

    test('faults are planted in each module', async () => {
      const modules = [
        { path: 'a.ts', source: 'export const f = (a: number) => a < 1\n' },
        { path: 'b.py', source: 'def f(a):\n    return a < 1\n' },
        { path: 'c.ts', source: 'const =' },
      ]
      const planted = await reader.plant({ modules, most: 1, seed: 1 })
      expect(planted.map(({ path }) => path)).toEqual(['a.ts', 'b.py'])
    })
  })
}
