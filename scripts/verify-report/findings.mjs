/** What was looked at and what came of it: nothing counts as verified that was not noted here. */
export function findings() {
  const sections = new Map()
  const section = (name) => {
    const known = sections.get(name) ?? { verified: 0, wrong: [] }
    sections.set(name, known)
    return known
  }
  return {
    /** Notes one thing; `text` is only shown when it is wrong. */
    note(name, isRight, text) {
      if (isRight) section(name).verified += 1
      else section(name).wrong.push(text)
    },
    result() {
      const all = [...sections.values()]
      const verified = all.reduce((sum, one) => sum + one.verified, 0)
      const wrong = [...sections].flatMap(([name, one]) => one.wrong.map((text) => `${name}: ${text}`))
      const lines = [...sections].flatMap(([name, one]) => [
        `${one.wrong.length === 0 ? 'ok   ' : 'WRONG'} ${name}: ${one.verified} verified, ${one.wrong.length} wrong`,
        ...one.wrong.map((text) => `        ${text}`),
      ])
      return { verified, wrong, lines }
    },
  }
}
