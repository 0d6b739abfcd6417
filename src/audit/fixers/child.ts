/** The process in the jail that a fixer is. */
import { runFixer } from './run-fixer.ts'
import { BUILT_IN } from './registry.ts'

process.exitCode = await runFixer({
  fixers: BUILT_IN,
  order: process.argv[2] ?? '',
  root: process.cwd(),
  variables: process.env,
  say: (line) => process.stdout.write(`${line}\n`),
})
