import type { FixerName } from '../../domain/fixer.ts'
import type { Fixer } from './fixer.ts'

/** Every fixer there is, loaded when it is used: one line for each name of the domain. */
export const BUILT_IN: { readonly [name in FixerName]: () => Promise<Fixer> } = {
  'remove-stray-files': async () => (await import('./stray-files/remove-stray-files.ts')).removeStrayFiles,
  'remove-dead-module': async () => (await import('./dead-module/remove-dead-module.ts')).removeDeadModule,
}
