import * as z from 'zod'
import { REPORT_FORMATS, type ReportSource } from '../domain/test-report.ts'

/** A file below the root, without globs. */
export const fileSchema = z
  .string({ error: 'must be a file' })
  .regex(/^(?!\/)(?!.*(?:^|\/)\.\.?(?:\/|$))[^\0\n*?[\]{}]+$/, {
    error: 'must be a file below the root of the repository',
  })

export const reportSchema: z.ZodType<ReportSource> = z.union(
  [
    z.enum(['auto', 'exit']),
    z.strictObject({ format: z.enum(REPORT_FORMATS), file: fileSchema.nullable().default(null) }),
  ],
  { error: `must be auto, exit or {"format": one of ${REPORT_FORMATS.join(', ')}, "file": ...}` },
)
