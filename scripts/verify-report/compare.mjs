/**
 * Compares what a report says with what was derived, leaf by leaf. A field that was not derived is wrong: whatever is added
 * to the report must be added here before it can be believed.
 */
export function compare(expected, actual, { found, section, path = '' }) {
  const place = path === '' ? 'the report' : path
  if (typeof expected === 'function') {
    const problem = expected(actual)
    found.note(section, problem === null, `${place} is ${text(actual)}: ${problem}`)
    return
  }
  if (!isObject(expected) || !isObject(actual) || Array.isArray(expected) !== Array.isArray(actual)) {
    const isSame = !isObject(expected) && expected === actual
    found.note(section, isSame, `${place} is ${text(actual)}; the events say ${text(expected)}`)
    return
  }
  const isEmpty = Object.keys(expected).length === 0 && Object.keys(actual).length === 0
  if (isEmpty || Array.isArray(expected)) {
    const [said, derived] = [Object.keys(actual).length, Object.keys(expected).length]
    found.note(section, said === derived, `${place} has ${said} entries; the events say ${derived}`)
  }
  for (const name of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
    const inner = { found, section, path: path === '' ? name : `${path}.${name}` }
    if (!Object.hasOwn(expected, name))
      found.note(section, false, `${inner.path} cannot be derived from the events`)
    else if (!Object.hasOwn(actual, name)) found.note(section, false, `${inner.path} is missing`)
    else compare(expected[name], actual[name], inner)
  }
}

/** Words whose truth no event can show: only that there are some. */
export function words(value) {
  return typeof value === 'string' ? null : 'it should be text'
}

function isObject(value) {
  return value !== null && typeof value === 'object'
}

function text(value) {
  const written = typeof value === 'function' ? 'something else' : (JSON.stringify(value) ?? 'nothing')
  return written.length > 120 ? `${written.slice(0, 120)}…` : written
}
