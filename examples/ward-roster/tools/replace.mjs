// Replaces one text in one file: replace.mjs FILE FROM TO
import { readFileSync, writeFileSync } from 'node:fs'

const [file, from, to] = process.argv.slice(2)
const before = readFileSync(file, 'utf8')
if (!before.includes(from)) {
  console.error(`${file} does not hold ${JSON.stringify(from)}`)
  process.exit(1)
}
writeFileSync(file, before.replace(from, to))
console.log(`${file}: replaced ${JSON.stringify(from)}`)
