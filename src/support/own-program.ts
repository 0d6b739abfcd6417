import { dirname, extname, join } from 'node:path'

/** The program of ours beside the file that asks: `child.ts` from source, `child.js` from the build. */
export function programBeside(file: string, name: string): string {
  return join(dirname(file), `${name}${extname(file)}`)
}
