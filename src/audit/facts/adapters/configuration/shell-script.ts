import type { Adapter } from '../../adapter.ts'
import { readShellText } from './shell-text.ts'

/** Scripts of the shell, taken to run at the root. */
export const shellScriptAdapter: Adapter = {
  id: 'shell-script',
  version: 1,
  reads: (path) => /\.(?:sh|bash|ksh|zsh)$/.test(path),
  read({ path, text }, found) {
    const span = { start: 0, end: text.length }
    readShellText({ text, span, isVerbatim: true, runner: path, folder: '' }, found)
  },
}
