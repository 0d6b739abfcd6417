import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseXml } from './xml.ts'

const escape = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => `&#${character.codePointAt(0)};`)

test('texts come back as they were written, in attributes, text and CDATA', () => {
  const plain = fc.string({ unit: 'grapheme' })
  fc.assert(
    fc.property(plain, plain, (value, text) => {
      const root = parseXml(`<?xml version="1.0"?>\n<a b="${escape(value)}">${escape(text)}</a>`)
      expect(root?.attributes.get('b')).toBe(value)
      expect(root?.text).toBe(text)
    }),
  )
  expect(parseXml('<a><![CDATA[<b> & ]]></a>')?.text).toBe('<b> & ')
})

test.each([
  ['nothing', ''],
  ['text alone', 'hello'],
  ['an element that stays open', '<a><b></b>'],
  ['crossed elements', '<a><b></a></b>'],
  ['two roots', '<a/><a/>'],
  ['text beside the root', '<a/>text'],
  ['a closing tag too many', '<a/></a>'],
  ['an attribute twice', '<a b="1" b="2"/>'],
  ['an attribute without quotes', '<a b=1/>'],
  ['a bare ampersand', '<a>&</a>'],
  ['an unknown entity', '<a>&lol;</a>'],
  ['a document type', '<!DOCTYPE a [<!ENTITY lol "lol">]><a/>'],
  ['a character that is none', '<a>&#x110000;</a>'],
  ['nesting without end', '<a>'.repeat(1_000) + '</a>'.repeat(1_000)],
])('%s is no document', (_what, text) => {
  expect(parseXml(text)).toBeNull()
})

test('a long text without structure is refused quickly', () => {
  const startedAt = performance.now()
  for (const text of ['<a ', '<a b="', '<!--', '<![CDATA[', '&lt', ' ']) {
    expect(parseXml(`<a>${text.repeat(20_000)}`)).toBeNull()
  }
  expect(performance.now() - startedAt).toBeLessThan(5_000)
})
