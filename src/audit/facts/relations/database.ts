export type MigrationTool =
  | 'alembic'
  | 'prisma'
  | 'drizzle'
  | 'knex'
  | 'typeorm'
  | 'supabase'
  | 'sql'
  | 'django'

export interface Column {
  readonly name: string
  readonly type: string
  readonly isNullable: boolean
  readonly hasDefault: boolean
}

/** One change of a schema, as a migration says it. */
export type SchemaChange =
  | { readonly does: 'create-table'; readonly table: string; readonly columns: readonly Column[] }
  | { readonly does: 'drop-table'; readonly table: string }
  | { readonly does: 'rename-table'; readonly table: string; readonly to: string }
  | { readonly does: 'add-column'; readonly table: string; readonly column: Column }
  | { readonly does: 'drop-column'; readonly table: string; readonly column: string }
  | { readonly does: 'rename-column'; readonly table: string; readonly column: string; readonly to: string }
  | {
      readonly does: 'alter-column'
      readonly table: string
      readonly column: Partial<Column> & Pick<Column, 'name'>
    }
  | {
      readonly does: 'create-index'
      readonly index: string
      readonly table: string
      readonly columns: readonly string[]
      readonly isUnique: boolean
      /** Condition of a partial index; null for a whole one. */
      readonly where: string | null
    }
  | { readonly does: 'drop-index'; readonly index: string }
  | {
      readonly does: 'add-foreign-key'
      readonly table: string
      readonly columns: readonly string[]
      readonly target: string
    }
  | { readonly does: 'enable-policies'; readonly table: string }
  | {
      readonly does: 'create-policy'
      readonly table: string
      readonly policy: string
      readonly condition: string | null
    }
  | { readonly does: 'create-extension'; readonly extension: string }

export interface DatabaseRelations {
  migration: {
    readonly tool: MigrationTool
    readonly version: string
    /** Versions that it builds upon, null where the order of names says it. */
    readonly parents: readonly string[] | null
    /** Statements that no reader of ours understands. */
    readonly opaque: number
  }
  /**
   * Changes of one migration, in order; keys are unique indexes. A file of SQL that is no migration has its path as version and
   * no `migration`.
   */
  schemaChange: { readonly version: string; readonly order: number; readonly change: SchemaChange }
  model: {
    readonly library: 'sqlalchemy' | 'prisma' | 'drizzle' | 'typeorm' | 'django'
    readonly name: string
    readonly table: string
    readonly columns: readonly Column[]
    /** Tables that its foreign keys name, by column. */
    readonly references: Readonly<Record<string, string>>
  }
  /** An index or key that a model declares, by names of columns. */
  modelIndex: { readonly model: string; readonly columns: readonly string[]; readonly isUnique: boolean }
  /** A table that code names: in SQL, or through a query builder. */
  tableReference: {
    /** Empty where only `model` is known. */
    readonly table: string
    /** The class through which it is named, where another file says which table that is. */
    readonly model?: string
    readonly columns: readonly string[]
    readonly filters: readonly string[]
  }
}
