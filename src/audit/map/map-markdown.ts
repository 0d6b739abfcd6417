import { code, escaped } from '../../support/markdown.ts'
import type { Place } from '../facts/fact.ts'
import type { ArchitectureMap, NamedPlace, VariableRow } from './architecture-map.ts'
import type { ServedRoute } from '../joins/served-routes.ts'

/** Rows of a list; the rest is counted. */
const MOST_ROWS = 60

/** The map for people and for agents, which pay for its length. */
export function mapMarkdown(map: ArchitectureMap): string {
  return [
    '# What this repository is made of',
    filesSentence(map),
    ...layerLines(map),
    ...section('Folders', map.folders, folderLine),
    ...section('Routes', map.routes, routeLine),
    ...section('Services', map.services, namedLine),
    ...section('Queues', map.queues, namedLine),
    ...section('Tables that models map', map.tables, namedLine),
    ...section('Tools', map.tools, namedLine),
    ...section('Environment variables', map.variables, variableLine),
    ...section(
      'Files that could not be read',
      map.files.unread,
      ({ file, reason }) => `${code(file)} ${escaped(reason)}`,
    ),
  ].join('\n\n')
}

function filesSentence({ files }: ArchitectureMap): string {
  const unresolved =
    files.unresolved === 0 ? '' : ` ${files.unresolved} places were seen and could not be made out.`
  return `${files.all} files. Found by reading them, nothing was run.${unresolved}`
}

function layerLines({ layers }: ArchitectureMap): readonly string[] {
  const lines = layers.map(({ title, counts }) => {
    const counted = counts.map(({ what, count }) => `${what}: ${count}`).join(', ')
    return `| ${title} | ${counted === '' ? 'nothing that Reveille can read' : counted} |`
  })
  return [['| layer | what there is |', '|---|---|', ...lines].join('\n')]
}

function section<Row>(title: string, rows: readonly Row[], line: (row: Row) => string): readonly string[] {
  if (rows.length === 0) return []
  const shown = rows.slice(0, MOST_ROWS).map((row) => `- ${line(row)}`)
  const more = rows.length > MOST_ROWS ? [`- … and ${rows.length - MOST_ROWS} more`] : []
  return [`## ${title}`, [...shown, ...more].join('\n')]
}

function folderLine({ path, modules, tests }: ArchitectureMap['folders'][number]): string {
  return `${code(path)} modules: ${modules - tests}${tests === 0 ? '' : `, test files: ${tests}`}`
}

function routeLine({ verb, path, handler, responseModel, mount, ...place }: ServedRoute): string {
  const answers = responseModel === null ? '' : `, answers ${code(responseModel)}`
  const loose =
    mount === 'mounted' ? '' : mount === 'unmounted' ? ', mounted nowhere' : ', its prefix is not known'
  return `${code(`${verb} ${path}`)} ${escaped(handler)}${answers}${loose}, ${placeText(place)}`
}

function namedLine({ name, ...place }: NamedPlace): string {
  return `${code(name)} ${placeText(place)}`
}

function variableLine({ name, writers, readers }: VariableRow): string {
  const side = (places: readonly Place[], verb: string, none: string): string =>
    places.length === 0 ? none : `${verb} in ${[...new Set(places.map(({ file }) => code(file)))].join(', ')}`
  return `${code(name)} ${side(writers, 'written', 'never written')}; ${side(readers, 'read', 'never read')}`
}

function placeText({ file, line }: Place): string {
  return code(`${file}:${line}`)
}
