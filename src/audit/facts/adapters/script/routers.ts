/** Applications and routers that one file makes or is given, of frameworks whose routers are values. */
import type { CallExpression, Node } from 'oxc-parser'
import { chainOf, nameOf } from '../../../../verification/integrity/typescript/syntax.ts'
import { patternOf, valueOf } from './literals.ts'
import type { Outline, Scope } from './outline.ts'
import { requiredModule } from './requests.ts'

export type ValueFramework = 'express' | 'hono'

export interface Router {
  readonly framework: ValueFramework
  readonly name: string
  readonly isApplication: boolean
  readonly prefix: string
  readonly confidence: number
}

const ROUTER_NAME = /^(?:app|server|router|routes|\w+Router|\w+App)$/

/** The router that a call is made on: the root of its chain. Null for any other call. */
export function routerOf(outline: Outline, scope: Scope, node: CallExpression): Router | null {
  const { root } = chainOf(node)
  if (root.type === 'NewExpression') return ofChainRoot(outline, root)
  const name = nameOf(root)
  if (name === null) return null
  const made = valueOf(scope, name)
  if (made !== null) return madeRouter(outline, { name, value: made.value })
  if (!ROUTER_NAME.test(name)) return null
  const isGiven = outline.imports.has(name) || hasParameter(scope, name)
  const framework = frameworkOf(outline)
  // It comes from elsewhere: the name and what is done with it are all there is.
  return isGiven && framework !== null
    ? { framework, name, isApplication: false, prefix: '', confidence: 0.7 }
    : null
}

function hasParameter(from: Scope, name: string): boolean {
  for (let scope: Scope | null = from; scope !== null; scope = scope.parent)
    if (scope.parameters.has(name)) return true
  return false
}

/** `export default new Hono().get(..)` has no name but that of what it is assigned to. */
function ofChainRoot(outline: Outline, root: Node): Router | null {
  const holder = outline.variables.find(
    ({ node: { init } }) => init !== null && init.start <= root.start && init.end >= root.end,
  )
  const name = holder === undefined ? 'default' : (nameOf(holder.node.id) ?? 'default')
  return madeRouter(outline, { name, value: root })
}

export function madeRouter(
  outline: Outline,
  { name, value }: { readonly name: string; readonly value: Node },
): Router | null {
  const { root, links } = chainOf(value)
  const rootName = nameOf(root)
  if (root.type === 'NewExpression' && isHono(outline, root.callee)) {
    const prefix = prefixIn(outline, value)
    return { framework: 'hono', name, isApplication: true, prefix, confidence: 1 }
  }
  if (rootName === null || rootName === name) return null
  const module = moduleOf(outline, rootName)
  if (module === 'express' || module === 'express-promise-router') {
    const isRouter = rootName === 'Router' || links[0]?.name === 'Router' || module !== 'express'
    const isMade = links.length > 0 && (isRouter || links[0]?.name === null)
    return isMade ? { framework: 'express', name, isApplication: !isRouter, prefix: '', confidence: 1 } : null
  }
  if (links[0]?.name !== 'basePath') return null
  const framework = frameworkOf(outline)
  if (framework !== 'hono') return null
  return { framework, name, isApplication: false, prefix: prefixIn(outline, value), confidence: 1 }
}

function isHono({ imports }: Outline, callee: Node): boolean {
  const module = imports.get(nameOf(callee) ?? '')?.module
  return module !== undefined && /^(?:jsr:)?@?hono(?:\/|$)/.test(module) && /Hono$/.test(nameOf(callee) ?? '')
}

function prefixIn(outline: Outline, value: Node): string {
  const link = chainOf(value).links.find(({ name }) => name === 'basePath')
  return normalPath(patternOf(outline, outline.top, link?.args?.[0]) ?? '')
}

function moduleOf(outline: Outline, name: string): string | null {
  return outline.imports.get(name)?.module ?? requiredModule(outline.top, name)
}

function frameworkOf({ file, imports }: Outline): ValueFramework | null {
  for (const { module } of imports.values()) {
    if (/^(?:jsr:)?@?hono(?:\/|$)/.test(module)) return 'hono'
    if (/^express(?:$|-)/.test(module)) return 'express'
  }
  return /require\(['"]express['"]\)/.test(file.text) || /(?:^|\/)routes?\//.test(file.path)
    ? 'express'
    : null
}

/** `/users/:id(\\d+)?` is `/users/{}`, and a star is a parameter too. */
export function normalPath(path: string): string {
  const withParameters = path.replace(/:\w+(?:\{[^}]*\}|\([^)]*\))?[?*+]?/g, '{}').replace(/\*\w*/g, '{}')
  return withParameters === '' ? '' : `/${withParameters}`.replace(/\/{2,}/g, '/')
}
