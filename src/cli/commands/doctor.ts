import type { Style } from '../color.ts'
import { defineCommand } from '../command.ts'
import { plain } from '../print.ts'

export const command = defineCommand({
  operation: async () => (await import('../../operations/doctor.ts')).doctor,
  examples: ['reveille doctor', 'reveille doctor --json'],
  notes: ['Exits with 1 when a check failed; warnings do no harm.'],
  input: () => ({}),
  text: ({ checks }, style) =>
    checks
      .map(({ name, state, detail, fix }) => {
        const [sign, paint] = LOOKS[state](style)
        const line = `${paint(sign.padEnd(2))} ${name.padEnd(WIDTH)}  ${plain(detail)}`
        return fix === null ? line : `${line}\n   ${' '.repeat(WIDTH)}  fix: ${plain(fix)}`
      })
      .join('\n'),
  exit: ({ checks }) => (checks.some(({ ok }) => !ok) ? 1 : 0),
})

const WIDTH = 14

type Look = readonly [sign: string, paint: (text: string) => string]

const LOOKS: Readonly<Record<'ok' | 'warning' | 'failed', (style: Style) => Look>> = {
  ok: (style) => [style.signs.good, style.good],
  warning: (style) => [style.signs.warn, style.warn],
  failed: (style) => [style.signs.bad, style.bad],
}
