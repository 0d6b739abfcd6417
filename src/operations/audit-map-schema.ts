import * as z from 'zod'
import { LAYERS } from '../audit/layers.ts'

const place = { file: z.string(), line: z.int(), endLine: z.int() }
const named = z.object({ name: z.string(), ...place })

export const architectureMapSchema = z.object({
  files: z.object({
    all: z.int(),
    unread: z.array(z.object({ file: z.string(), reason: z.string() })).readonly(),
    unresolved: z.int(),
  }),
  layers: z
    .array(
      z.object({
        layer: z.literal(Object.keys(LAYERS) as (keyof typeof LAYERS)[]),
        title: z.string(),
        counts: z
          .array(
            z.object({
              layer: z.literal(Object.keys(LAYERS) as (keyof typeof LAYERS)[]),
              what: z.string(),
              count: z.int(),
            }),
          )
          .readonly(),
      }),
    )
    .readonly(),
  folders: z.array(z.object({ path: z.string(), modules: z.int(), tests: z.int() })).readonly(),
  routes: z
    .array(
      z.object({
        ...place,
        verb: z.string(),
        path: z.string(),
        handler: z.string(),
        responseModel: z.string().nullable(),
        mount: z.enum(['mounted', 'unmounted', 'unknown']),
      }),
    )
    .readonly(),
  services: z.array(named).readonly(),
  queues: z.array(named).readonly(),
  tables: z.array(named).readonly(),
  tools: z.array(named).readonly(),
  variables: z
    .array(
      z.object({
        name: z.string(),
        writers: z.array(z.object(place)).readonly(),
        readers: z.array(z.object(place)).readonly(),
      }),
    )
    .readonly(),
})
