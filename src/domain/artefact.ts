/** What an `explore` task has to bring: findings, or anything that its author has described by a JSON Schema. */
export type Artefact =
  | { readonly kind: 'findings' }
  | { readonly kind: 'schema'; readonly schema: Readonly<Record<string, unknown>> }
