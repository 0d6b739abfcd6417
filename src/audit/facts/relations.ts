/**
 * What is known of a repository, as relations. An adapter fills them from one file at a time; what takes several files (where a
 * router is mounted, what an import means) is joined later. Paths are relative to the root, names as written, parameters of
 * URLs `{}`, query strings left off.
 */
import type { BackgroundRelations } from './relations/background.ts'
import type { CodeRelations } from './relations/code.ts'
import type { DatabaseRelations } from './relations/database.ts'
import type { DeploymentRelations } from './relations/deployment.ts'
import type { EnvironmentRelations } from './relations/environment.ts'
import type { RouteRelations } from './relations/routes.ts'

export interface Relations
  extends
    BackgroundRelations,
    CodeRelations,
    DatabaseRelations,
    DeploymentRelations,
    EnvironmentRelations,
    RouteRelations {}

export type RelationName = keyof Relations
