/** Demonstrations: what a browser remembers, and under which keys. */
import type { ObjectExpression } from 'oxc-parser'
import { expect } from 'vitest'
import { call, load, look, modules, read } from './web-example.ts'

async function keysOf(): Promise<Readonly<Record<'theme' | 'columns' | 'lastWard', string>>> {
  const found: unknown = (await load('web/lib/storage-keys.mjs'))['STORAGE_KEYS']
  return found as Record<'theme' | 'columns' | 'lastWard', string>
}

/** The query keys that are cached, and those that are invalidated; what is no text stands by its expression. */
function queryKeys(): { readonly cached: string[][]; readonly forgotten: string[][] } {
  const cached: string[][] = []
  const forgotten: string[][] = []
  for (const path of modules())
    look(path, {
      CallExpression: ({ callee, arguments: [options] }) => {
        if (options?.type !== 'ObjectExpression') return
        const key = keyIn(path, options)
        if (!key) return
        if (callee.type === 'Identifier' && callee.name === 'useQuery') cached.push(key)
        if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return
        if (callee.property.name === 'invalidateQueries') forgotten.push(key)
      },
    })
  return { cached, forgotten }
}

function keyIn(path: string, options: ObjectExpression): string[] | undefined {
  for (const one of options.properties) {
    if (one.type !== 'Property' || one.key.type !== 'Identifier' || one.key.name !== 'queryKey') continue
    if (one.value.type !== 'ArrayExpression') continue
    return one.value.elements.flatMap((part) => {
      if (!part) return []
      return part.type === 'Literal' ? String(part.value) : read(path).slice(part.start, part.end)
    })
  }
  return undefined
}

interface Traffic {
  readonly written: string[]
  readonly read: string[]
}

async function traffic(run: () => unknown): Promise<Traffic> {
  const used: Traffic = { written: [], read: [] }
  const localStorage = {
    setItem: (key: string) => used.written.push(key),
    getItem: (key: string) => void used.read.push(key),
  }
  Object.assign(globalThis, { localStorage })
  await run()
  Reflect.deleteProperty(globalThis, 'localStorage')
  return used
}

export const STATE: Readonly<Record<string, () => Promise<void> | void>> = {
  'last-ward-never-read': async () => {
    const [memory, { lastWard }] = [await load('web/lib/board-memory.mjs'), await keysOf()]
    const used = await traffic(() => {
      call(memory, 'rememberWard', '3')
      call(memory, 'rememberColumns', ['name'])
      call(memory, 'recallColumns')
    })
    expect(used.written).toContain(lastWard)
    expect(used.read).not.toContain(lastWard)
    const mentions = modules().filter(
      (path) => read(path).includes('lastWard') || read(path).includes(`${lastWard}`),
    )
    expect(mentions).toEqual(['web/lib/board-memory.mjs', 'web/lib/storage-keys.mjs'])
  },
  'theme-read-elsewhere': async () => {
    const [memory, { theme }] = [await load('web/lib/board-memory.mjs'), await keysOf()]
    const used = await traffic(() => call(memory, 'rememberTheme', 'dark'))
    expect(used.written).toEqual([theme])
    const { themeScript } = (await load('web/lib/theme-script.mjs')) as unknown as { themeScript: string }
    expect(themeScript).toContain(`localStorage.getItem("${theme}")`)
  },
  'refused-storage-is-harmless': async () => {
    const memory = await load('web/lib/board-memory.mjs')
    const refuses = { getItem: () => null }
    Object.assign(refuses, {
      setItem: () => {
        throw new Error('private window')
      },
    })
    Object.assign(globalThis, { localStorage: refuses })
    expect(() => call(memory, 'rememberColumns', ['name'])).not.toThrow()
    expect(call(memory, 'recallColumns')).toEqual(['name', 'hours'])
    Reflect.deleteProperty(globalThis, 'localStorage')
  },
  'publish-refreshes-nothing': () => {
    const { cached, forgotten } = queryKeys()
    const orphans = forgotten.filter((key) => !cached.some((one) => one[0] === key[0]))
    expect(orphans).toEqual([['roster']])
    expect(cached.map(([first]) => first)).toContain('rosters')
  },
  'requests-refreshed-by-prefix': () => {
    const { cached, forgotten } = queryKeys()
    expect(forgotten).toContainEqual(['requests'])
    expect(cached.filter(([first]) => first === 'requests')).toEqual([['requests', 'status']])
  },
  'colour-key-twice': async () => {
    const keys: string[] = []
    const values: unknown[] = []
    look('web/lib/ward-colours.mjs', {
      Property: ({ key, value }) => {
        if (key.type !== 'Identifier' || value.type !== 'Literal') return
        keys.push(key.name)
        if (key.name === 'Surgery') values.push(value.value)
      },
    })
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual(['Surgery'])
    expect(call(await load('web/lib/ward-colours.mjs'), 'colourOf', { name: 'Surgery' })).toBe(values[1])
    expect(values[0]).not.toBe(values[1])
  },
}
