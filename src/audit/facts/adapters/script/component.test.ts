import { expect, test } from 'vitest'
import { factsOf } from '../../../../../test/facts.ts'
import { componentAdapter } from './component.ts'

test('functions with capital names that return markup are components, callbacks and helpers are not', () => {
  const text = `'use client'
export function List({ rows }) { return <ul>{rows.map((row) => <li>{row}</li>)}</ul> }
const Card = memo(() => <div />)
const icon = (path) => <svg><path d={path} /></svg>
export function Nothing() { return null }
export default () => <main />
`
  const found = factsOf(componentAdapter, 'component', { path: 'web/a.tsx', text })
  expect(found.map(({ name, isClient }) => [name, isClient])).toEqual([
    ['List', true],
    ['Card', true],
    ['default', true],
  ])
})
