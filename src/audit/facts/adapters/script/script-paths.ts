/** What the path of a script alone says about it. */
import { isScript } from '../../../../verification/syntax/script-program.ts'

const TEST_NAME = /(?:^|[./_-])(?:test|spec|e2e|cy)\.[cm]?[jt]sx?$|^(?:test|spec)s?[._-]/i
const TEST_FOLDER =
  /(?:^|\/)(?:__tests__|__mocks__|tests?|specs?|e2e|cypress|playwright|test-support|fixtures)\//i

/** A script that people write: declarations and what a bundler has made are not. */
export function isOwnScript(path: string): boolean {
  return isScript(path) && !/\.d\.[cm]?ts$|\.min\.[cm]?js$|(?:^|\/)(?:node_modules|\.next)\//i.test(path)
}

export function isTestPath(path: string): boolean {
  return TEST_NAME.test(path.slice(path.lastIndexOf('/') + 1)) || TEST_FOLDER.test(path)
}

/** Files whose markup makes components; declared in one place because `.js` may hold markup too. */
export function mayHoldMarkup(path: string): boolean {
  return /\.[jt]sx$|\.js$/i.test(path) && isOwnScript(path)
}
