import * as z from 'zod'
import { ADAPTERS } from '../audit/facts/adapters.ts'
import { createFactStore } from '../audit/facts/fact-store.ts'
import { gatherFacts } from '../audit/facts/gather.ts'
import { readTree } from '../audit/fixers/tree.ts'
import { architectureMap, type ArchitectureMap } from '../audit/map/architecture-map.ts'
import { ReveilleError } from '../domain/errors.ts'
import { cacheHome } from '../workspaces/project.ts'
import { architectureMapSchema } from './audit-map-schema.ts'
import { defineOperation } from './operation.ts'

export const auditMap = defineOperation({
  name: 'audit-map',
  summary: 'Tell what a repository is made of, layer by layer, from its files alone',
  input: z.strictObject({
    /** Absolute path of a repository; the one the user stands in when not given. */
    path: z.string().min(1).optional(),
  }),
  output: architectureMapSchema,
  async run(context, { path }): Promise<ArchitectureMap> {
    await using elsewhere =
      path === undefined ? null : context.elsewhere({ folder: path, variables: context.variables })
    const { root } = await (elsewhere ?? context).repository()
    if (root === null)
      throw new ReveilleError('input-invalid', 'A bare repository has no files to read', {
        hint: 'name a checkout of it',
      })
    const store = createFactStore({ folder: cacheHome(context.variables), root })
    const { base, read, toKeep } = gatherFacts(readTree(root), {
      adapters: ADAPTERS,
      known: await store.load(),
    })
    if (read > 0) await store.save(toKeep)
    return architectureMap(base)
  },
})
