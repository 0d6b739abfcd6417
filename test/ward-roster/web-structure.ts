/** Demonstrations: modules, components, what a browser remembers, what stands before the pages. */
import { basename } from 'node:path'
import type { JSXElement, JSXOpeningElement } from 'oxc-parser'
import { expect } from 'vitest'
import { proxy } from './web-deployment.ts'
import {
  call,
  entries,
  files,
  importsOf,
  load,
  look,
  modules,
  parse,
  reachable,
  read,
  servedAt,
} from './web-example.ts'

const tests = () => files('{web,mcp,acceptance}/**/*.test.mjs')
const importers = (path: string) => modules().filter((one) => importsOf(one).includes(path))
const isMentioned = (name: string) =>
  files('**/*')
    .concat(files('.github/**/*'))
    .filter((path) => !/\.(?:bak|orig|pyc)$|~$/.test(path) && basename(path).includes('.'))
    .some((path) => read(path).includes(name))

function exportsOf(path: string): string[] {
  return parse(path).body.flatMap((one) => {
    if (one.type !== 'ExportNamedDeclaration' || !one.declaration) return []
    const { declaration } = one
    if (declaration.type === 'FunctionDeclaration') return declaration.id?.name ?? []
    if (declaration.type !== 'VariableDeclaration') return []
    return declaration.declarations.flatMap(({ id }) => (id.type === 'Identifier' ? id.name : []))
  })
}

const nameOf = ({ name }: JSXOpeningElement) => (name.type === 'JSXIdentifier' ? name.name : '')

function attributes(element: JSXOpeningElement): string[] {
  return element.attributes.flatMap((one) =>
    one.type === 'JSXAttribute' && one.name.type === 'JSXIdentifier' ? one.name.name : [],
  )
}

function elements(path: string, name: string): JSXElement[] {
  const found: JSXElement[] = []
  look(path, { JSXElement: (one) => nameOf(one.openingElement) === name && found.push(one) })
  return found
}

/** Whether an element holds anything that can be read aloud; a component without text is a picture. */
const hasText = (element: JSXElement): boolean =>
  element.children.some(
    (child) =>
      (child.type === 'JSXText' && child.value.trim() !== '') ||
      (child.type === 'JSXElement' && hasText(child)) ||
      child.type === 'JSXExpressionContainer',
  )

const isNamed = (button: JSXElement) =>
  hasText(button) || attributes(button.openingElement).some((name) => /^aria-label|^title$/.test(name))

/** What is called in a module, by the text before the arguments. */
function calls(path: string): string[] {
  const found: string[] = []
  look(path, { CallExpression: ({ callee }) => found.push(read(path).slice(callee.start, callee.end)) })
  return found
}

const LEGACY = 'web/app/(legacy)/'

export const STRUCTURE: Readonly<Record<string, () => Promise<void> | void>> = {
  'legacy-folder-hidden-importer': () => {
    const folder = modules().filter((path) => path.startsWith(LEGACY))
    expect(folder.filter((path) => /\/(?:page|route|layout)\./.test(path))).toEqual([])
    const outside = folder.flatMap(importers).filter((path) => !path.startsWith(LEGACY))
    expect(outside).toEqual(['web/components/BoardColumn.tsx'])
    expect(read('web/components/BoardColumn.tsx')).not.toContain('(legacy)')
    const [old, now] = [`${LEGACY}ShiftCard.tsx`, 'web/components/ShiftCard.tsx']
    expect(importsOf('web/components/BoardColumn.tsx')).toContain(old)
    expect(exportsOf(old)).toEqual(exportsOf(now))
    const unused = folder.filter((path) => !reachable(entries()).has(path))
    expect(unused.map((path) => basename(path))).toEqual(['RosterGrid.tsx', 'WardPicker.tsx'])
  },
  'stray-copies-of-sources': () => {
    const copies = files('{web,deploy,mcp}/**/{*.bak,*~}').filter((path) => !isMentioned(basename(path)))
    expect(copies).toHaveLength(3)
    for (const copy of copies) {
      const source = copy.replace(/\.bak$|\.orig$|~$/, '')
      expect(read(copy)).not.toBe(read(source))
    }
  },
  'backup-read-by-a-test': async () => {
    const path = 'web/fixtures/nurses-2025.csv.bak'
    expect(isMentioned(basename(path))).toBe(true)
    expect(call(await load('web/lib/csv.mjs'), 'fromBackup', read(path))).toHaveLength(3)
  },
  'nurse-card-copied': () => {
    const lines = (path: string) => read(path).split('\n')
    const [card, tile] = [lines('web/components/NurseCard.tsx'), lines('web/components/NurseTile.tsx')]
    expect(tile.length).toBe(card.length)
    const different = card.filter((line, at) => line.replaceAll('NurseCard', 'NurseTile') !== tile[at])
    expect(different).toHaveLength(2)
    expect(different.every((line) => line.includes('160'))).toBe(true)
  },
  'print-sheet-unreachable': () => {
    const all = modules().filter((path) => !path.endsWith('.test.mjs') && !path.startsWith(LEGACY))
    const seen = reachable([...entries(), ...tests()])
    expect(all.filter((path) => !seen.has(path))).toEqual(['web/components/PrintSheet.tsx'])
    expect(importsOf('web/components/PrintSheet.tsx')).toEqual(['web/components/PrintSheet.module.css'])
    expect(importers('web/components/PrintSheet.module.css')).toEqual(['web/components/PrintSheet.tsx'])
  },
  'hours-formatted-three-ways': async () => {
    const rivals = modules().filter((path) => exportsOf(path).includes('formatHours'))
    expect(rivals).toEqual([
      'web/components/hours-format.ts',
      'web/lib/format-hours.mjs',
      'web/lib/hours.mjs',
    ])
    const shown = await Promise.all(rivals.map(async (path) => call(await load(path), 'formatHours', 7.5)))
    expect(shown).toEqual(['7h30', '7.5 h', '7:30'])
    expect(importsOf('web/components/HoursTable.tsx')).toEqual(rivals.slice(1))
  },
  'labels-of-two-things': async () => {
    const same = modules().filter((path) => exportsOf(path).includes('label'))
    expect(same).toEqual(['web/lib/shifts.mjs', 'web/lib/wards.mjs'])
    const [shifts, wards] = [await load('web/lib/shifts.mjs'), await load('web/lib/wards.mjs')]
    expect(call(wards, 'label', { name: 'surgery' })).toBe('S')
    expect(() => call(shifts, 'label', { name: 'surgery' })).toThrow(TypeError)
  },
  'chart-loaded-late': () => {
    expect(importers('web/components/FairnessChart.tsx')).toEqual(['web/components/Board.tsx'])
    const dynamic: string[] = []
    look('web/components/Board.tsx', {
      ImportExpression: ({ source }) => source.type === 'Literal' && dynamic.push(String(source.value)),
    })
    expect(dynamic).toEqual(['@/components/FairnessChart'])
  },
  'print-group-is-a-page': () => {
    expect(servedAt('web/app/(print)/print/page.tsx')).toBe('/print')
    expect(reachable(entries())).toContain('web/app/(print)/print/page.tsx')
  },
  'actions-found-by-name': async () => {
    const actions = exportsOf('web/lib/board-actions.mjs')
    const others = modules().filter((path) => path !== 'web/lib/board-actions.mjs')
    expect(others.filter((path) => actions.some((name) => read(path).includes(name)))).toEqual([])
    const run = await load('web/lib/run-action.mjs')
    const verbs = actions.map((name) => name.replace('Shift', ''))
    for (const verb of verbs) expect(call(run, 'runAction', {}, verb, 3)).not.toStrictEqual({})
  },
  'icon-buttons-without-name': () => {
    const buttons = files('web/**/*.tsx').flatMap((path) =>
      elements(path, 'button').map((button) => ({ path, button })),
    )
    const nameless = buttons.filter(({ button }) => !isNamed(button)).map(({ path }) => path)
    expect(nameless).toEqual(['web/components/ShiftActions.tsx', 'web/components/ShiftActions.tsx'])
  },
  'icon-button-names-itself': () => {
    expect(
      elements('web/components/IconButton.tsx', 'button').map(({ openingElement }) =>
        attributes(openingElement),
      ),
    ).toEqual([['type', 'aria-label', 'title', 'onClick']])
    const uses = files('web/**/*.tsx').flatMap((path) => elements(path, 'IconButton'))
    expect(uses.length).toBeGreaterThan(1)
    for (const { openingElement } of uses) expect(attributes(openingElement)).toContain('name')
  },
  'close-button-hidden-text': () => {
    const [button] = elements('web/components/CloseButton.tsx', 'button')
    expect(button && hasText(button)).toBe(true)
    expect(/\.sr-only \{([^}]*)\}/.exec(read('web/app/globals.css'))?.[1]).not.toMatch(/display|visibility/)
  },
  'ward-row-click-on-div': () => {
    const clicked = files('web/**/*.tsx').flatMap((path) =>
      elements(path, 'div').flatMap(({ openingElement }) =>
        attributes(openingElement).includes('onClick')
          ? { path, attributes: attributes(openingElement) }
          : [],
      ),
    )
    expect(clicked).toEqual([{ path: 'web/components/WardRow.tsx', attributes: ['onClick', 'style'] }])
  },
  'swap-button-only-logs': () => {
    expect(calls('web/components/SwapButton.tsx')).toEqual(['console.log'])
    expect(importers('web/components/SwapButton.tsx')).toEqual(['web/components/BoardColumn.tsx'])
  },
  'insights-made-up': () => {
    const page = 'web/app/(admin)/insights/page.tsx'
    expect(importsOf(page)).toEqual([])
    expect(calls(page)).toEqual(['FIGURES.map'])
    const figures: string[] = []
    look(page, {
      Literal: ({ value }) => typeof value === 'string' && /^[\d.]+ [%h]$/.test(value) && figures.push(value),
    })
    expect(figures).toHaveLength(3)
  },
  'guard-matches-no-page': () => {
    const matchers: string[] = []
    look('web/middleware.ts', {
      Property: ({ key, value }) => {
        if (key.type !== 'Identifier' || key.name !== 'matcher' || value.type !== 'ArrayExpression') return
        for (const one of value.elements) if (one?.type === 'Literal') matchers.push(String(one.value))
      },
    })
    const pages = files('web/app/(admin)/**/page.tsx').map(servedAt)
    expect(pages).toEqual(['/insights', '/settings', '/users'])
    const guards = matchers.map((one) => new RegExp(`^${one.replace('/:path*', '(?:/.*)?')}$`))
    expect(guards.some((guard) => guard.test('/admin/users'))).toBe(true)
    expect(pages.filter((page) => guards.some((guard) => guard.test(page)))).toEqual([])
  },
  'security-headers-missing': async () => {
    const sent = [...(await nextHeaders()), ...proxyHeaders()]
    const wanted = ['content-security-policy', 'strict-transport-security', 'x-content-type-options']
    expect(wanted.filter((name) => sent.includes(name))).toEqual([])
  },
  'frame-header-of-proxy': async () => {
    expect(await nextHeaders()).not.toContain('x-frame-options')
    expect(proxyHeaders()).toContain('x-frame-options')
    const overriding = proxy().locations.filter(({ lines }) =>
      lines.some((line) => line.startsWith('add_header')),
    )
    expect(overriding).toEqual([])
  },
  'no-error-page': () => {
    expect(files('web/app/**/{error,global-error}.{tsx,ts,jsx,js}')).toEqual([])
    const caught = modules().filter((path) => /componentDidCatch|getDerivedStateFromError/.test(read(path)))
    expect(caught).toEqual([])
  },
}

async function nextHeaders(): Promise<string[]> {
  const { default: config } = (await load('web/next.config.mjs')) as unknown as {
    default: { headers: () => Promise<readonly { headers: readonly { key: string }[] }[]> }
  }
  return (await config.headers()).flatMap(({ headers }) => headers.map(({ key }) => key.toLowerCase()))
}

const proxyHeaders = () =>
  proxy().server.lines.flatMap((line) => /^add_header (\S+)/.exec(line)?.[1]?.toLowerCase() ?? [])
