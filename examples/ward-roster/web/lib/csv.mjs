const quoted = (text) => `"${text.replaceAll('"', '\\"')}"`

const field = (value) => {
  const text = String(value ?? '')
  return /[",\n]/.test(text) ? quoted(text) : text
}

/** Rows as the payroll office reads them: RFC 4180, a header line first. */
export function toCsv(columns, rows) {
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column]))]
  return lines.map((line) => line.map(field).join(',')).join('\r\n')
}

/** Reads a plain export back; quoted fields are not needed for restoring a backup. */
export function fromBackup(text) {
  const [head, ...lines] = text.trim().split(/\r?\n/)
  const columns = head.split(',')
  return lines.map((line) => Object.fromEntries(line.split(',').map((value, at) => [columns[at], value])))
}
