// Is asked to tidy names and, while it is there, rewrites a test too.
import { readFileSync, writeFileSync } from 'node:fs'

writeFileSync('roster/names.mjs', readFileSync('roster/names.mjs', 'utf8').replace('return name', 'return name.trim()'))
writeFileSync('acceptance/names.test.mjs', "import { test } from 'node:test'\n\ntest('names are tidied', () => {})\n")
console.log('everything is tidy now')
